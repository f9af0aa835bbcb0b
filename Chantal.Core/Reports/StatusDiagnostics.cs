using Chantal.Diagnostics;

namespace Chantal.Reports;

/// <summary>What <c>Status</c> says where not all is well, for monitoring.</summary>
internal static class StatusDiagnostics
{
    [Documented(DiagnosticCodes.MirrorsFailing, Severity.Error,
        "`Status`: the last sync of a mirror did not succeed.",
        "Do what the mirror's line says, and sync it again.")]
    public static MirrorException Failing(IEnumerable<MirrorStatus> mirrors, int all) => new(DiagnosticCodes.MirrorsFailing, Describe(mirrors, all));

    [Documented(DiagnosticCodes.MirrorsStale, Severity.Error,
        "`Status`: no sync of a mirror has succeeded for longer than `StaleAfter`, or ever.",
        "Sync it; if nothing syncs it any more, look at what starts the syncs.")]
    public static MirrorException Stale(IEnumerable<MirrorStatus> mirrors, int all) => new(DiagnosticCodes.MirrorsStale, Describe(mirrors, all));

    private static string Describe(IEnumerable<MirrorStatus> mirrors, int all)
    {
        var named = mirrors.Select(m => $"{m.Name} ({Words.Of(m.Freshness).Word})").ToList();
        return $"{named.Count} of {all} mirrors {(named.Count == 1 ? "is" : "are")} not well: {string.Join(", ", named)}. Read their lines, and sync them again.";
    }
}
