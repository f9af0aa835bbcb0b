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
/// <param name="compare">Compares two states of a mirror, by their names.</param>
internal sealed class ReportReader(
    StoreLayout layout, RefStore refs, GenerationStore generations, SnapshotStore snapshots, Func<string, string, string, StateDiff> compare)
{
    /// <summary>Reads.</summary>
    public EstateReport Read(string title, IReadOnlyList<string> mirrors, TimeSpan staleAfter, DateTime now, CancellationToken cancellation)
    {
        var statistics = StoreStatistics.Of(layout, generations, cancellation);
        List<SnapshotEntry> frozen = [.. snapshots.Snapshots([.. mirrors]).OrderByDescending(s => s.Ref.Time).ThenByDescending(s => s.Name, StringComparer.Ordinal)];
        return new EstateReport(
            title,
            now,
            layout.StoreRoot,
            staleAfter,
            [.. mirrors.Select(m => Read(m, statistics, now - staleAfter))],
            statistics,
            frozen,
            snapshots.Channels([.. mirrors]),
            [.. mirrors.Select(m => Compare(m, frozen)).OfType<StateDiff>()]);
    }

    private MirrorReport Read(string mirror, StoreStatistics statistics, DateTime staleBefore)
    {
        var runs = new RunStore(layout, mirror).Runs();
        var head = statistics.States.FirstOrDefault(s => s.Kind == "mirror" && s.Mirror == mirror);
        var success = LastSuccess(runs, refs.Head(mirror));
        return new MirrorReport(mirror, FreshnessOf(runs, success, staleBefore), success, head, runs);
    }

    /// <summary>When a sync last succeeded. Of a store that is older than its reports, the head says when it was made.</summary>
    internal static DateTime? LastSuccess(IReadOnlyList<RunReport> runs, Ref? head) => runs.Count > 0 ? runs[0].LastSuccess : head?.Time.UtcDateTime;

    /// <summary>Whether a mirror is what its users believe it to be.</summary>
    internal static Freshness FreshnessOf(IReadOnlyList<RunReport> runs, DateTime? success, DateTime staleBefore) =>
        runs.Count > 0 && runs[0].Outcome != RunOutcome.Succeeded ? Freshness.Failing
        : success is null ? Freshness.Never
        : success < staleBefore ? Freshness.Stale
        : Freshness.Fresh;

    private StateDiff? Compare(string mirror, List<SnapshotEntry> frozen) => frozen.Where(s => s.Mirror == mirror).Take(2).Select(s => s.Name).ToList() switch
    {
        [var after, var before] => compare(mirror, before, after),
        [var only] when refs.Head(mirror) is not null => compare(mirror, only, StateName.Head),
        _ => null,
    };
}
