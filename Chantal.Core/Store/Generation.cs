using Chantal.Plans;

namespace Chantal.Store;

/// <summary>A state as its file says it: the header, and the shards that its lines are in, in the order of their paths.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Header">The header.</param>
/// <param name="Shards">The shards. A state that an earlier version wrote in one piece has one, which its own file is.</param>
/// <param name="IsOnePiece">Whether it is such a state.</param>
internal sealed record Generation(GenerationId Id, PlanHeader Header, IReadOnlyList<Shard> Shards, bool IsOnePiece)
{
    /// <summary>Its files.</summary>
    public long Files => Sum(s => s.Files);

    /// <summary>Their bytes.</summary>
    public long Bytes => Sum(s => s.Bytes);

    /// <summary>Packages among them, of sources too.</summary>
    public long Packages => Sum(s => s.Packages);

    /// <summary>The index of the shard that a path would be in.</summary>
    public int ShardOf(string path)
    {
        var (low, high) = (0, Shards.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = ArtifactPath.Compare(Shards[middle].First, path) <= 0 ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The first path of the next shard, or null if this is the last one.</summary>
    /// <param name="at">The shard's index.</param>
    public string? EndOf(int at) => at + 1 < Shards.Count ? Shards[at + 1].First : null;

    // A list that somebody else wrote may name sizes that no number holds.
    private long Sum(Func<Shard, long> of) => Shards.Aggregate(0L, (sum, shard) => unchecked(sum + of(shard)));
}
