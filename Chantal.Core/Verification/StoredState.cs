using Chantal.Store;

namespace Chantal.Verification;

/// <summary>One state that the store holds for somebody: a mirror's head, what its tree still shows of earlier ones, or a snapshot.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Snapshot">The snapshot; null for the mirror itself.</param>
/// <param name="Generation">The state.</param>
internal sealed record StoredState(string Mirror, string? Snapshot, GenerationId Generation)
{
    /// <summary>What people call it.</summary>
    public string Name => Snapshot is null ? Mirror : $"{Mirror} in {Snapshot}";
}
