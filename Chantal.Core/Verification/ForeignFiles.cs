using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Verification;

/// <summary>Finds files in the store's own directories that Chantal did not put there.</summary>
internal static class ForeignFiles
{
    /// <summary>Files that are not blobs, shards or manifests where only these belong.</summary>
    public static IEnumerable<Damage> In(StoreLayout layout)
    {
        foreach (var file in Files(layout.Blobs).Where(f => !IsTemporary(f)).Where(f => !Sha256Digest.TryParse(Path.GetFileName(f), out var digest) || layout.Blob(digest) != f))
        {
            yield return Foreign(file);
        }

        foreach (var file in Files(layout.Shards).Where(f => !IsTemporary(f)).Where(f => !Sha256Digest.TryParse(Path.GetFileName(f).Split('.')[0], out var digest) || layout.Shard(digest) != f))
        {
            yield return Foreign(file);
        }

        foreach (var file in Files(layout.Generations).Where(f => !IsTemporary(f)))
        {
            if (GenerationId.TryParse(Path.GetFileName(file).Split('.')[0]) is not { } generation || layout.Manifest(generation) != file)
            {
                yield return Foreign(file);
            }
        }
    }

    // What a run that was killed left is garbage, not foreign.
    private static bool IsTemporary(string file) => Path.GetFileName(file).StartsWith(BlobStore.TemporaryPrefix, StringComparison.Ordinal);

    private static IEnumerable<string> Files(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories) : [];

    private static Damage Foreign(string file) => new() { Kind = DamageKind.Foreign, Text = $"'{file}' does not belong in the store." };
}
