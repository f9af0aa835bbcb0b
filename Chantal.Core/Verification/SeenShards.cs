using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Verification;

/// <summary>
/// What a mirror's published files looked like when they were looked at last: for each shard of its state one digest of all their sizes, inodes and
/// times. A file that was deleted, replaced or written to changes it.
/// </summary>
/// <param name="Last">The first path of the shard that was looked at last; the next run goes on behind it.</param>
/// <param name="Digests">The digests by shard.</param>
internal sealed record SeenShards(string Last, IReadOnlyDictionary<Sha256Digest, Sha256Digest> Digests)
{
    /// <summary>What was seen of a mirror's tree; nothing where that is not known.</summary>
    public static SeenShards Read(StoreLayout layout, string mirror)
    {
        var file = FileOf(layout, mirror);
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        var digests = new Dictionary<Sha256Digest, Sha256Digest>();
        foreach (var words in lines.Skip(1).Select(l => l.Split(' ')))
        {
            if (words.Length == 2 && Sha256Digest.TryParse(words[0], out var shard) && Sha256Digest.TryParse(words[1], out var seen))
            {
                digests[shard] = seen;
            }
        }

        return new SeenShards(lines.FirstOrDefault() ?? "", digests);
    }

    /// <summary>Keeps it.</summary>
    public void Write(StoreLayout layout, string mirror) =>
        WholeFile.Write(FileOf(layout, mirror), string.Concat(Digests.Select(d => $"{d.Key} {d.Value}\n").Prepend(Last + "\n")));

    private static string FileOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "seen.txt");
}
