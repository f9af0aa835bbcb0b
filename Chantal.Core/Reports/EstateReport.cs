using Chantal.Hosts.Updates;
using Chantal.Plans;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;
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
internal sealed record MirrorReport(string Name, Freshness Freshness, DateTime? LastSuccess, StateStatistics? Head, IReadOnlyList<RunReport> Runs)
{
    /// <summary>Its last verification, or null if it was never verified.</summary>
    public VerificationRecord? Verification { get; init; }

    /// <summary>The upstream's roots that its head rests on.</summary>
    public IReadOnlyList<PlanRoot> Roots { get; init; } = [];

    /// <summary>What somebody accepted so that its head was taken, or null.</summary>
    public RecordedAcceptance? Accepted { get; init; }

    /// <summary>What is different from its state of a day ago; null if that state is not known.</summary>
    public StateDiff? SinceYesterday { get; init; }

    /// <summary>How many of its last syncs did not succeed, without a break.</summary>
    public int FailuresInARow => Runs.TakeWhile(r => r.Outcome != RunOutcome.Succeeded).Count();

    /// <summary>How bad it is: mirrors are in this order, the worst first.</summary>
    public int Rank => Freshness switch
    {
        Freshness.Failing => 0,
        Freshness.Never => 1,
        Freshness.Stale => 2,
        _ => Runs is [{ WarningCount: > 0 }, ..] || Verification is { Findings: > 0 } ? 3 : 4,
    };
}

/// <summary>What a report page shows.</summary>
/// <param name="Title">The estate's or the mirror's name.</param>
/// <param name="Made">When it was read.</param>
/// <param name="StoreRoot">The store.</param>
/// <param name="StaleAfter">After what time without a success a mirror is stale.</param>
/// <param name="Mirrors">The mirrors, in any order.</param>
/// <param name="Statistics">The store.</param>
/// <param name="Snapshots">The snapshots of these mirrors, the latest first.</param>
/// <param name="Channels">What the channels show of them.</param>
internal sealed record EstateReport(
    string Title,
    DateTime Made,
    string StoreRoot,
    TimeSpan StaleAfter,
    IReadOnlyList<MirrorReport> Mirrors,
    StoreStatistics Statistics,
    IReadOnlyList<SnapshotEntry> Snapshots,
    IReadOnlyList<SnapshotEntry> Channels)
{
    /// <summary>The mirrors, the worst first; of those that are equally bad, the one that was well the longest ago.</summary>
    public IReadOnlyList<MirrorReport> WorstFirst { get; } =
        [.. Mirrors.OrderBy(m => m.Rank).ThenBy(m => m.Rank < 3 ? m.LastSuccess ?? DateTime.MinValue : DateTime.MaxValue).ThenBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>The file system that the store is on, or null if the system does not say.</summary>
    public DiskSpace? Disk { get; init; }

    /// <summary>How the store grew; null: too little is known.</summary>
    public StoreGrowth? Growth { get; init; }

    /// <summary>What the mirrors have that channels do not show yet: <see cref="StateDiff.From"/> is the channel. Where no channel shows a mirror, its last snapshot.</summary>
    public IReadOnlyList<StateDiff> Waiting { get; init; } = [];

    /// <summary>What the channels show of the mirrors, with the roots of these states.</summary>
    public IReadOnlyList<ShownState> Shown { get; init; } = [];

    /// <summary>The mirrors that left the estate, and what the store still holds of them; empty where the report is not about a whole estate.</summary>
    public IReadOnlyList<LeftMirror> Left { get; init; } = [];

    /// <summary>What a state of the mirrors holds for hosts; null: no lists of hosts are given.</summary>
    public Applicable? Hosts { get; init; }

    /// <summary>What somebody should look at, the worst first.</summary>
    public IReadOnlyList<Worry> Worries => field ??= Worry.Of(this);

    /// <summary>Whether somebody should look at a mirror: it has an article of its own then.</summary>
    public bool IsWorried(MirrorReport mirror) => AnchorOf(mirror) is var anchor && Worries.Any(w => w.Anchor == anchor);

    /// <summary>What the page calls a mirror's place.</summary>
    public string AnchorOf(MirrorReport mirror) => $"mirror-{WorstFirst.Index().First(m => m.Item == mirror).Index}";
}
