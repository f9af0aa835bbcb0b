using Chantal.Store;

namespace Chantal.Verification;

/// <summary>One state that the store holds for somebody: a mirror's head, what its tree still shows of earlier ones, a snapshot, or what was signed of it for a channel.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Snapshot">The snapshot; null for the mirror itself.</param>
/// <param name="Generation">The state.</param>
internal sealed record StoredState(string Mirror, string? Snapshot, GenerationId Generation)
{
    /// <summary>The channel that it was signed for, or null if it is a snapshot's own.</summary>
    public string? Channel { get; init; }

    /// <summary>What people call it.</summary>
    public string Name => Snapshot is null ? Mirror : Channel is null ? $"{Mirror} in {Snapshot}" : $"{Mirror} in {Snapshot}, as it was signed for the channel {Channel}";
}
