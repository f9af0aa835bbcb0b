using Chantal.Diagnostics;

namespace Chantal.Audits;

/// <summary>What audits report.</summary>
internal static class AuditDiagnostics
{
    [Documented(DiagnosticCodes.VulnerabilitiesFound, Severity.Error,
        "`Audit` found vulnerabilities as grave as `FailOn` says.",
        "Promote a state that fixes them, if the audit names a fix in the head; otherwise decide, and raise `FailOn`.")]
    public static MirrorException Found(string state, int count, string least, IEnumerable<string> mirrors) => new(
        DiagnosticCodes.VulnerabilitiesFound,
        $"'{state}' has {count} known {(count == 1 ? "vulnerability" : "vulnerabilities")} {(least == "any" ? "" : $"of the severity '{least}' or above ")}in {string.Join(", ", mirrors.Select(m => $"'{m}'"))}. Promote a state that fixes them where the audit names a fix in the head, or set another FailOn.");

    [Documented(DiagnosticCodes.NothingToAuditBy, Severity.Warning,
        "`Audit` looked at a mirror that has no advisories: that it found nothing says nothing.",
        "Name a source with an `Advisory` item, and sync.")]
    public static Diagnostic NothingToAuditBy(string mirror, string state) => new(
        DiagnosticCodes.NothingToAuditBy,
        $"The mirror '{mirror}' has no advisories, so nothing is known of its state '{state}'. Name a source with an Advisory item, and sync the mirror.");
}
