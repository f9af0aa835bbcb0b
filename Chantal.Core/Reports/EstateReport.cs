using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store.Collection;

namespace Chantal.Reports;

/// <summary>Whether a mirror is what its users believe it to be.</summary>
internal enum Freshness
{
    /// <summary>The last sync succeeded, and not long ago.</summary>
    Fresh,

    /// <summary>No sync has succeeded for too long.</summary>
    Stale,

    /// <summary>The last sync failed.</summary>
    Failing,

    /// <summary>There is nothing yet.</summary>
    Never,
}

/// <summary>A mirror in a report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Freshness">How it is.</param>
/// <param name="LastSuccess">When a sync last succeeded, or null.</param>
/// <param name="Head">What it holds, or null.</param>
/// <param name="Runs">Its syncs, the latest first.</param>
internal sealed record MirrorReport(string Name, Freshness Freshness, DateTime? LastSuccess, StateStatistics? Head, IReadOnlyList<RunReport> Runs);

/// <summary>What a report page shows.</summary>
/// <param name="Title">The estate's or the mirror's name.</param>
/// <param name="Made">When it was read.</param>
/// <param name="StoreRoot">The store.</param>
/// <param name="StaleAfter">After what time without a success a mirror is stale.</param>
/// <param name="Mirrors">The mirrors, by name.</param>
/// <param name="Statistics">The store.</param>
/// <param name="Snapshots">The snapshots of these mirrors, the latest first.</param>
/// <param name="Channels">What the channels show of them.</param>
/// <param name="Differences">What changed between each mirror's last two snapshots, or since its only one.</param>
internal sealed record EstateReport(
    string Title,
    DateTime Made,
    string StoreRoot,
    TimeSpan StaleAfter,
    IReadOnlyList<MirrorReport> Mirrors,
    StoreStatistics Statistics,
    IReadOnlyList<SnapshotEntry> Snapshots,
    IReadOnlyList<SnapshotEntry> Channels,
    IReadOnlyList<StateDiff> Differences);
