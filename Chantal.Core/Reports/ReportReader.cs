using Chantal.Diagnostics;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;

namespace Chantal.Reports;

/// <summary>Reads from a store what a report shows.</summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="snapshots">Its snapshots.</param>
internal sealed class ReportReader(StoreLayout layout, RefStore refs, GenerationStore generations, SnapshotStore snapshots)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly StateComparison _comparison = new(layout, refs, generations);

    /// <summary>Reads.</summary>
    public EstateReport Read(string title, IReadOnlyList<string> mirrors, TimeSpan staleAfter, DateTime now, CancellationToken cancellation)
    {
        var statistics = StoreStatistics.Of(layout, generations, cancellation);
        List<SnapshotEntry> frozen = [.. snapshots.Snapshots([.. mirrors]).OrderByDescending(s => s.Ref.Time).ThenByDescending(s => s.Name, StringComparer.Ordinal)];
        var channels = snapshots.Channels([.. mirrors]);
        List<MirrorReport> read = [.. mirrors.Select(m => Read(m, statistics, staleAfter, now, cancellation))];
        return new EstateReport(title, now, layout.StoreRoot, staleAfter, read, statistics, frozen, channels)
        {
            Disk = DiskSpace.Of(layout.StoreRoot),
            Growth = StoreGrowth.Of(read.SelectMany(m => m.Runs)),
            Shown = [.. mirrors.SelectMany(m => ShownState.Of(refs, generations, m))],
            Left = snapshots.Left(mirrors),
            Waiting = [.. mirrors.SelectMany(m => Waiting(m, frozen, channels, cancellation))],
        };
    }

    private MirrorReport Read(string mirror, StoreStatistics statistics, TimeSpan staleAfter, DateTime now, CancellationToken cancellation)
    {
        var runs = new RunStore(layout, mirror).Runs();
        var head = statistics.States.FirstOrDefault(s => s.Kind == "mirror" && s.Mirror == mirror);
        var success = LastSuccess(runs, refs.Head(mirror));
        return new MirrorReport(mirror, FreshnessOf(runs, success, now - staleAfter), success, head, runs)
        {
            Verification = VerificationRecord.Read(layout, mirror),
            Roots = refs.Mirror(mirror) is { } generation ? generations.Read(generation).Header.Roots : [],
            Accepted = refs.Head(mirror)?.Accepted,
            SinceYesterday = SinceYesterday(mirror, runs, now, cancellation),
        };
    }

    /// <summary>When a sync last succeeded. Of a store that is older than its reports, the head says when it was made.</summary>
    internal static DateTime? LastSuccess(IReadOnlyList<RunReport> runs, Ref? head) => runs.Count > 0 ? runs[0].LastSuccess : head?.Time.UtcDateTime;

    /// <summary>Whether a mirror is what its users believe it to be.</summary>
    internal static Freshness FreshnessOf(IReadOnlyList<RunReport> runs, DateTime? success, DateTime staleBefore) =>
        runs.Count > 0 && runs[0].Outcome != RunOutcome.Succeeded ? Freshness.Failing
        : success is null ? Freshness.Never
        : success < staleBefore ? Freshness.Stale
        : Freshness.Fresh;

    // Yesterday's state is that of the last sync before; it may have been collected since.
    private StateDiff? SinceYesterday(string mirror, IReadOnlyList<RunReport> runs, DateTime now, CancellationToken cancellation) =>
        refs.Mirror(mirror) is { } head && runs.FirstOrDefault(r => r.Ended <= now - Day)?.Generation is { } text && GenerationId.TryParse(text) is { } before && generations.Exists(before)
            ? Compare(mirror, ("yesterday", before), (StateName.Head, head), cancellation)
            : null;

    private IEnumerable<StateDiff> Waiting(string mirror, List<SnapshotEntry> frozen, IReadOnlyList<SnapshotEntry> channels, CancellationToken cancellation)
    {
        if (refs.Mirror(mirror) is not { } head)
        {
            return [];
        }

        var shown = channels.Where(c => c.Mirror == mirror).ToList();
        var states = shown.Count > 0 ? shown : [.. frozen.Where(s => s.Mirror == mirror).Take(1)];
        return states.Select(s => Compare(mirror, (s.Name, s.Ref.Target), (StateName.Head, head), cancellation)).OfType<StateDiff>();
    }

    private StateDiff? Compare(string mirror, (string, GenerationId) from, (string, GenerationId) to, CancellationToken cancellation)
    {
        try
        {
            return _comparison.Compare(mirror, from, to, cancellation);
        }
        catch (MirrorException)
        {
            // Part of a state is lost. Verify says so; a page about everything is still worth having.
            return null;
        }
    }
}
