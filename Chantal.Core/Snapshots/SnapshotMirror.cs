using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Snapshots;

/// <summary>A mirror as verbs on snapshots need it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LinkMode">How its trees are linked.</param>
internal sealed record SnapshotMirror(string Name, LinkMode LinkMode)
{
    /// <summary>How long a channel keeps what it showed before.</summary>
    public TimeSpan GracePeriod { get; init; }
}

/// <summary>A snapshot of one mirror.</summary>
/// <param name="Name">The snapshot's name.</param>
/// <param name="Mirror">The mirror.</param>
/// <param name="Ref">What it holds.</param>
internal sealed record SnapshotEntry(string Name, string Mirror, Ref Ref);
