using System.Globalization;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Advisories;

/// <summary>What sources of advisories report.</summary>
internal static class AdvisoriesDiagnostics
{
    [Documented(DiagnosticCodes.AdvisoriesMalformed, Severity.Error,
        "A source of advisories cannot be read: it is not OSV JSON of version 1 nor a ZIP archive of it, it is damaged, or it is larger than any real one. If the store has an earlier copy, the sync uses that one, with the warning CHANTAL6152.",
        "Correct the `Advisory` item, or report it to whoever offers the source.")]
    public static MirrorException Malformed(string name, string fault, Exception inner) => new(
        DiagnosticCodes.AdvisoriesMalformed,
        $"The advisories of '{SafeUrl.Clip(name)}' cannot be read: {SafeUrl.Clip(fault)}. A source is OSV JSON (a file, a folder, or a ZIP archive of it). Correct the Advisory item, or report it to whoever offers the source.",
        inner)
    {
        Fault = $"it cannot be read ({SafeUrl.Clip(fault)})",
    };

    [Documented(DiagnosticCodes.AdvisoriesOutdated, Severity.Warning,
        "A source of advisories is not available or cannot be read, so the sync goes on with the earlier copy in the store. Packages do not wait for it.",
        "Fix the cause that the message names. Comparisons and audits say how old the advisories are.")]
    public static Diagnostic Outdated(string mirror, PlanAdvisories earlier, string cause) => new(
        DiagnosticCodes.AdvisoriesOutdated,
        $"The advisories '{earlier.Location}' of '{mirror}' cannot be brought up to date: {cause.TrimEnd('.')}. The sync goes on with the earlier copy in the store, whose newest advisory is from {earlier.Date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. Newer vulnerabilities are not known until this is fixed.");

    [Documented(DiagnosticCodes.AdvisoriesMissing, Severity.Error,
        "A source of advisories is not available, and the store does not have an earlier copy: comparisons would wrongly say that nothing is known.",
        "Correct the `Advisory` item or fix the cause that the message names; or take the item out.")]
    public static MirrorException Missing(string mirror, string location, string cause, Exception? inner = null) => new(
        DiagnosticCodes.AdvisoriesMissing,
        $"The advisories '{location}' of '{mirror}' are not available: {cause.TrimEnd('.')}. The store does not have an earlier copy, so comparisons would wrongly say that nothing is known. Correct the Advisory item, or take it out.",
        inner);

    [Documented(DiagnosticCodes.EcosystemUnknown, Severity.Error,
        "An `Advisory` item does not say which ecosystem of the source is the mirror's, and the definition does not tell it; or its ecosystem is without a release.",
        "Add `Ecosystem`, as the source has it: `Debian:12`, `Rocky Linux:9`, `Alpine:v3.22`.")]
    public static MirrorException EcosystemUnknown(string mirror, string location, string fault) => new(
        DiagnosticCodes.EcosystemUnknown,
        $"The advisories '{location}' of '{mirror}' need an ecosystem: {fault}. Add it as the source writes it: <Advisory Include=\"{location}\" Ecosystem=\"Debian:12\" />.");

    [Documented(DiagnosticCodes.AdvisoryIndexDamaged, Severity.Error,
        "The index of a source of advisories is damaged, or the source itself is not in the store any more.",
        "Delete the file that the message names: it is made again. If the source is gone, sync the mirror; earlier states can then be compared only without it.")]
    public static MirrorException IndexDamaged(string file, string fault, Exception inner) => new(
        DiagnosticCodes.AdvisoryIndexDamaged,
        $"The index of advisories '{file}' is damaged: {fault}. Delete it and run again; it is made of its source.",
        inner);

    public static MirrorException SourceGone(PlanAdvisories source, string blob) => new(
        DiagnosticCodes.AdvisoryIndexDamaged,
        $"The advisories '{source.Location}' that a state goes with are not in the store: '{blob}' is missing. Restore that file from a backup, or sync the mirror and compare with its new state.");
}
