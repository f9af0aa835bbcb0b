using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>Finds the state that a name means: <c>head</c>, a snapshot, or a channel.</summary>
internal static class StateName
{
    /// <summary>What a mirror's head is called.</summary>
    public const string Head = "head";

    /// <summary>The generation that a name means of a mirror; null if the mirror has none of that name.</summary>
    public static GenerationId? Find(RefStore refs, string name, string mirror) => name == Head
        ? refs.Mirror(mirror)
        : (refs.Snapshot(name, mirror) ?? refs.Channel(name, mirror))?.Target;

    /// <summary>The generation that a name means of a mirror, or <see cref="DiagnosticCodes.StateUnknown"/>.</summary>
    public static GenerationId Require(RefStore refs, string name, string mirror, string property) => Find(refs, name, mirror)
        ?? throw (name == Head ? SnapshotDiagnostics.NeverSynced(property, mirror) : SnapshotDiagnostics.StateUnknown(property, name, mirror));
}
