using System.Globalization;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Advisories;

/// <summary>What sources of advisories report.</summary>
internal static class AdvisoriesDiagnostics
{
    [Documented(DiagnosticCodes.AdvisoriesMalformed, Severity.Error,
        "A source of advisories cannot be read: it is not OSV JSON of version 1 nor a ZIP archive of it, it is damaged, or it is larger than any real one. Where there is one from before, it is used, with the warning CHANTAL6152.",
        "Correct the `Advisory` item, or report it to whoever offers the source.")]
    public static MirrorException Malformed(string name, string fault, Exception inner) => new(
        DiagnosticCodes.AdvisoriesMalformed,
        $"The advisories of '{name}' cannot be read: {fault}. A source is OSV JSON (a file, a folder, or a ZIP archive of it). Correct the Advisory item, or report it to whoever offers the source.",
        inner)
    {
        Fault = $"it cannot be read ({fault})",
    };

    [Documented(DiagnosticCodes.AdvisoriesOutdated, Severity.Warning,
        "A source of advisories cannot be had or read, so the sync goes on with what it was before. Packages are not held up by this.",
        "Fix the cause that the message names. Comparisons and audits say how old the advisories are.")]
    public static Diagnostic Outdated(string mirror, PlanAdvisories earlier, string cause) => new(
        DiagnosticCodes.AdvisoriesOutdated,
        $"The advisories '{earlier.Location}' of '{mirror}' cannot be brought up to date: {cause.TrimEnd('.')}. The sync goes on with those from before, the newest of which is of {earlier.Date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. Newer vulnerabilities are not known until this is fixed.");

    [Documented(DiagnosticCodes.AdvisoriesMissing, Severity.Error,
        "A source of advisories cannot be had, and there is none from before: comparisons would say that there are no advisories.",
        "Correct the `Advisory` item or fix the cause that the message names; or take the item out.")]
    public static MirrorException Missing(string mirror, string location, string cause, Exception? inner = null) => new(
        DiagnosticCodes.AdvisoriesMissing,
        $"The advisories '{location}' of '{mirror}' cannot be had: {cause.TrimEnd('.')}. There are none from before, so comparisons would say that there are no advisories. Correct the Advisory item, or take it out.",
        inner);

    [Documented(DiagnosticCodes.EcosystemUnknown, Severity.Error,
        "An `Advisory` item does not say which ecosystem of the source is the mirror's, and the definition does not tell it; or its ecosystem is without a release.",
        "Add `Ecosystem`, as the source has it: `Debian:12`, `Rocky Linux:9`, `Alpine:v3.22`.")]
    public static MirrorException EcosystemUnknown(string mirror, string location, string fault) => new(
        DiagnosticCodes.EcosystemUnknown,
        $"The advisories '{location}' of '{mirror}' need an ecosystem: {fault}. Add it as the source writes it: <Advisory Include=\"{location}\" Ecosystem=\"Debian:12\" />.");

    [Documented(DiagnosticCodes.AdvisoryIndexDamaged, Severity.Error,
        "The index of a source of advisories is damaged, or the source itself is not in the store any more.",
        "Delete the file that the message names: it is made again. If the source is gone, sync the mirror; states from before are then compared without it only.")]
    public static MirrorException IndexDamaged(string file, string fault, Exception inner) => new(
        DiagnosticCodes.AdvisoryIndexDamaged,
        $"The index of advisories '{file}' is damaged: {fault}. Delete it and run again; it is made of its source.",
        inner);

    public static MirrorException SourceGone(PlanAdvisories source, string blob) => new(
        DiagnosticCodes.AdvisoryIndexDamaged,
        $"The advisories '{source.Location}' that a state goes with are not in the store: '{blob}' is missing. Restore that file from a backup, or sync the mirror and compare with its new state.");
}
