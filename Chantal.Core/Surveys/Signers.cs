namespace Chantal.Surveys;

/// <summary>Who signed the roots of an upstream, as far as keys are known.</summary>
/// <param name="Known">The files that have the keys, each with those of its keys that signed.</param>
/// <param name="Unknown">Roots that none of the known keys signed.</param>
/// <param name="Unsigned">Roots without a signature.</param>
internal sealed record Signers(IReadOnlyList<(KeyFile File, IReadOnlyList<SignerKey> Keys)> Known, IReadOnlyList<SignedRoot> Unknown, IReadOnlyList<SignedRoot> Unsigned)
{
    /// <summary>Finds the fewest files that have a key of each root; of equal ones, the first.</summary>
    /// <param name="roots">The roots.</param>
    /// <param name="files">Files of keys, the more trusted ones first.</param>
    public static Signers Find(IReadOnlyList<SignedRoot> roots, IReadOnlyList<KeyFile> files)
    {
        var open = roots.Where(r => r.Signatures.Count > 0).ToList();
        var known = new List<(KeyFile, IReadOnlyList<SignerKey>)>();
        while (open.Count > 0 && files.Select(f => (File: f, Count: open.Count(r => IsBy(r, f)))).OrderBy(f => f.File.Origin).ThenByDescending(f => f.Count).FirstOrDefault(f => f.Count > 0).File is { } best)
        {
            known.Add((best, [.. best.Keys.Where(k => open.Any(r => r.Signatures.Any(k.IsNamed)))]));
            open.RemoveAll(r => IsBy(r, best));
        }

        return new Signers(known, open, [.. roots.Where(r => r.Signatures.Count == 0)]);
    }

    private static bool IsBy(SignedRoot root, KeyFile file) => root.Signatures.Any(s => file.Keys.Any(k => k.IsNamed(s)));
}
