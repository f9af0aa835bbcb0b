namespace Chantal.Rpm;

/// <summary>A list of mirrors as yum and dnf know it: one base URL a line, <c>#</c> begins a comment.</summary>
internal static class MirrorList
{
    private const int MaxBases = 32;
    private const string Repomd = "repodata/repomd.xml";

    /// <summary>The http and https bases, in the order of the list.</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(l => !l.StartsWith('#'))
            .Select(l => l.EndsWith(Repomd, StringComparison.Ordinal) ? l[..^Repomd.Length] : l)
            .Where(l => Uri.TryCreate(l, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "" })
            .Distinct()
            .Take(MaxBases)];
}
