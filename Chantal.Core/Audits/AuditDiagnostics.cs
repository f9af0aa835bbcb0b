using Chantal.Diagnostics;

namespace Chantal.Audits;

/// <summary>What audits report.</summary>
internal static class AuditDiagnostics
{
    private const int MostNamed = 10;

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

    [Documented(DiagnosticCodes.MaliciousFound, Severity.Error,
        "The mirror's head, a snapshot or a channel has a version that an advisory calls malicious: it was taken before that was known, or the metadata is upstream's and lists it.",
        "Keep hosts from installing it. Of a head that is rewritten, it is gone with the next sync. Promote another snapshot to the channel, and delete the snapshots that have it. Of a verbatim mirror, leave its file out with a `Block` item until upstream takes it out.")]
    public static MirrorException MaliciousFound(string mirror, IReadOnlyList<MaliciousPackage> found) => new(
        DiagnosticCodes.MaliciousFound,
        $"'{mirror}' has versions that are known to be malicious: {string.Join("; ", found.Take(MostNamed).Select(f => Printable.Escape($"{f.Package.Name} {f.Package.Version} ({string.Join(", ", f.Advisories)}) in {string.Join(", ", f.States)}")))}{(found.Count > MostNamed ? $"; and {found.Count - MostNamed} more" : "")}. Keep hosts from installing them. Promote another snapshot to a channel that has one, delete the snapshots that have one, and name the version in a Block item.");
}
