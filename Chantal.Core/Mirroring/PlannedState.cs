using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>A plan beside the mirror's head: which of its shards the head has already, and what the others ask for.</summary>
internal sealed class PlannedState
{
    private readonly PlanText _plan;
    private readonly GenerationStore _generations;
    private readonly Generation? _head;
    private readonly StoredShards _stored;

    /// <param name="plan">The plan.</param>
    /// <param name="generations">The states.</param>
    /// <param name="head">The mirror's head, or null to trust nothing of it.</param>
    /// <param name="stored">What the head's plan came to.</param>
    public PlannedState(PlanText plan, GenerationStore generations, Generation? head, StoredShards stored)
    {
        _plan = plan;
        _generations = generations;
        _head = head;
        _stored = stored;
        Shards = PlanShards.Read(plan);
    }

    /// <summary>The plan's shards.</summary>
    public IReadOnlyList<PlanShard> Shards { get; }

    /// <summary>The plan's files.</summary>
    public long Files => Shards.Sum(s => s.Files);

    /// <summary>Whether the head has all of a shard's files as the plan wants them.</summary>
    public bool Stands(PlanShard shard) => _stored.Shards.ContainsKey(shard.Digest);

    /// <summary>The shards of the head that a shard of the plan came to, which stands.</summary>
    public IEnumerable<Shard> StateOf(PlanShard shard) => _stored.Shards[shard.Digest] is var (first, count) ? Enumerable.Range(first, count).Select(i => _head!.Shards[i]) : [];

    /// <summary>A shard's files.</summary>
    public IEnumerable<PlanEntry> Read(PlanShard shard) => shard.Read(_plan);

    /// <summary>A shard's lines beside those of the head.</summary>
    /// <param name="at">The shard's index.</param>
    public PlannedLines Open(int at) => new(
        Shards[at].Open(_plan), Shards[at].Files,
        _head is null ? null : new GenerationReader(_generations, _head, Shards[at].First, at + 1 < Shards.Count ? Shards[at + 1].First : null));
}
