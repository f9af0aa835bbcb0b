using Chantal.Runs;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>Reads how a mirror is from what its syncs left in the store; nothing is asked of the network, and no content is read.</summary>
/// <param name="layout">The mirror's store.</param>
/// <param name="staleAfter">After what time without a success a mirror is stale.</param>
/// <param name="now">The time.</param>
internal sealed class StatusReader(StoreLayout layout, TimeSpan staleAfter, DateTime now)
{
    // What came since this time yesterday is new.
    private static readonly TimeSpan NewFor = TimeSpan.FromDays(1);

    /// <summary>Reads.</summary>
    public MirrorStatus Read(string mirror, string type)
    {
        var runs = new RunStore(layout, mirror).Runs();
        var head = new RefStore(layout).Head(mirror);
        var success = ReportReader.LastSuccess(runs, head);
        var freshness = ReportReader.FreshnessOf(runs, success, now - staleAfter);

        // Of a store that is older than its reports, the manifest says how large the mirror is.
        var (files, bytes) = runs.Count > 0 ? (runs[0].Files, runs[0].Bytes) : CountOf(head);
        var recent = runs.Where(r => r.Ended > now - NewFor).ToList();
        var error = freshness == Freshness.Failing && runs[0].Errors is [var first, ..] ? first : null;
        return new MirrorStatus(
            mirror, type, freshness, success, files, bytes, recent.Sum(r => r.FetchedFiles), recent.Sum(r => r.FetchedBytes),
            runs.Count > 0 ? runs[0].WarningCount : 0, error?.Code, Wrong(freshness, success, runs, error));
    }

    private (long Files, long Bytes) CountOf(Ref? head)
    {
        if (head is null)
        {
            return (0, 0);
        }

        var (files, bytes, _) = new GenerationStore(layout).Count(head.Target);
        return (files, bytes);
    }

    private string? Wrong(Freshness freshness, DateTime? success, IReadOnlyList<RunReport> runs, RunDiagnostic? error) => freshness switch
    {
        Freshness.Failing => error?.Message ?? $"The last sync {Words.Of(runs[0].Outcome).Word}.",
        Freshness.Stale => $"No sync has succeeded for {Quantity.Duration(now - success!.Value)}.",
        Freshness.Never => "No sync has succeeded yet.",
        _ => null,
    };
}
