using System.Globalization;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>
/// Which shards of the mirror's head the shards of its plan came to. Where a plan's shard is the same again, so is its part of the state, and
/// neither has to be read. Only what was there whole is noted: a file that was absent is asked for again.
/// </summary>
/// <param name="Shards">By the digest of a plan's shard: the index of the first of the head's shards, and how many.</param>
internal sealed record StoredShards(IReadOnlyDictionary<Sha256Digest, (int First, int Count)> Shards)
{
    /// <summary>Nothing is known.</summary>
    public static StoredShards None { get; } = new(new Dictionary<Sha256Digest, (int First, int Count)>());

    /// <summary>What is known of a mirror's head.</summary>
    public static StoredShards Read(StoreLayout layout, string mirror, Generation head)
    {
        var file = PathOf(layout, mirror);
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (head.IsOnePiece || lines.FirstOrDefault() != head.Id.ToString())
        {
            return None;
        }

        var shards = new Dictionary<Sha256Digest, (int First, int Count)>();
        foreach (var words in lines.Skip(1).Select(l => l.Split(' ')))
        {
            if (words.Length == 3 && Sha256Digest.TryParse(words[0], out var shard)
                && Number(words[1]) is { } first && Number(words[2]) is { } count && first + (long)count <= head.Shards.Count)
            {
                shards[shard] = (first, count);
            }
        }

        return new StoredShards(shards);
    }

    /// <summary>Notes it.</summary>
    /// <param name="file">Where.</param>
    /// <param name="state">The state that it is about.</param>
    public void Write(string file, GenerationId state) =>
        WholeFile.Write(file, string.Concat(Shards.Select(s => $"{s.Key} {s.Value.First} {s.Value.Count}\n").Prepend(state + "\n")));

    /// <summary>Where it is noted of a mirror's head.</summary>
    public static string PathOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "stored.txt");

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
