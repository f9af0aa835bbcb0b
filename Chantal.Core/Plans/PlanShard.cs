namespace Chantal.Plans;

/// <summary>A run of a plan's lines, between one <see cref="ShardBoundary"/> and the next.</summary>
/// <param name="First">The path of its first line.</param>
/// <param name="Digest">The SHA-256 of its text.</param>
/// <param name="Files">Its lines.</param>
/// <param name="Begin">Where it begins.</param>
/// <param name="Before">Lines of the plan before it, with the header.</param>
internal sealed record PlanShard(string First, Sha256Digest Digest, long Files, PlanPlace Begin, long Before)
{
    /// <summary>Its entries.</summary>
    /// <param name="plan">The plan.</param>
    public IEnumerable<PlanEntry> Read(PlanText plan)
    {
        using var lines = Open(plan);
        for (var read = 0L; read < Files && lines.Read() is { } entry; read++)
        {
            yield return entry;
        }
    }

    /// <summary>Its lines, with those of the shards behind it.</summary>
    /// <param name="plan">The plan.</param>
    public EntryReader Open(PlanText plan) => plan.Open(Begin, Before);
}
