namespace Chantal.Plans;

/// <summary>A run of a plan's lines, between one <see cref="ShardBoundary"/> and the next.</summary>
/// <param name="First">The path of its first line.</param>
/// <param name="Digest">The SHA-256 of its text.</param>
/// <param name="Files">Its lines.</param>
/// <param name="Offset">Bytes of the plan before it.</param>
/// <param name="Before">Lines of the plan before it.</param>
internal sealed record PlanShard(string First, Sha256Digest Digest, long Files, long Offset, long Before)
{
    /// <summary>Its entries.</summary>
    /// <param name="planFile">The plan.</param>
    public IEnumerable<PlanEntry> Read(string planFile)
    {
        using var lines = Open(planFile);
        for (var read = 0L; read < Files && lines.Read() is { } entry; read++)
        {
            yield return entry;
        }
    }

    /// <summary>Its lines, with those of the shards behind it.</summary>
    /// <param name="planFile">The plan.</param>
    public EntryReader Open(string planFile) =>
        new(new FileStream(planFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0) { Position = Offset }, planFile, Before);
}
