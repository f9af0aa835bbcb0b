using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Bundles;

/// <summary>The blobs that a bundle carries, in the order of their names, and how they are spread over volumes.</summary>
internal static class BundleContent
{
    /// <summary>A tar archive's block; headers are one, contents are filled up to whole ones (POSIX.1-1988, ustar).</summary>
    private const long Block = 512;

    /// <summary>The blobs of some states that others do not have.</summary>
    public static IReadOnlyList<(Sha256Digest Digest, long Size)> Of(
        GenerationStore generations, IEnumerable<GenerationId> wanted, IEnumerable<GenerationId> present, CancellationToken cancellation)
    {
        var there = Blobs(generations, present, cancellation);
        return [.. Blobs(generations, wanted, cancellation).Where(b => !there.ContainsKey(b.Key)).Select(b => (b.Key, b.Value)).OrderBy(b => b.Key)];
    }

    /// <summary>The blobs of some states, with their sizes.</summary>
    public static Dictionary<Sha256Digest, long> Blobs(GenerationStore generations, IEnumerable<GenerationId> states, CancellationToken cancellation)
    {
        var blobs = new Dictionary<Sha256Digest, long>();
        foreach (var entry in generations.Files(states.Distinct(), cancellation))
        {
            blobs[entry.Sha256!.Value] = entry.Size!.Value;
        }

        foreach (var source in states.Distinct().SelectMany(s => generations.Read(s).Header.Advisories))
        {
            blobs[source.Sha256] = source.Size;
        }

        return blobs;
    }

    /// <summary>Bytes that a file takes in an archive.</summary>
    public static long SizeInArchive(long size) => Block + ((size + Block - 1) / Block * Block);

    /// <summary>Deals blobs out to volumes, each filled before the next one begins; null if one blob alone is too large.</summary>
    /// <param name="blobs">The blobs.</param>
    /// <param name="capacity">Bytes that a volume has for blobs; null: one volume for all.</param>
    public static List<List<(Sha256Digest Digest, long Size)>>? Volumes(IReadOnlyList<(Sha256Digest Digest, long Size)> blobs, long? capacity)
    {
        var volumes = new List<List<(Sha256Digest, long)>> { new() };
        long used = 0;
        foreach (var blob in blobs)
        {
            var size = SizeInArchive(blob.Size);
            if (size > capacity)
            {
                return null;
            }

            if (used + size > capacity)
            {
                volumes.Add([]);
                used = 0;
            }

            volumes[^1].Add(blob);
            used += size;
        }

        return volumes;
    }
}
