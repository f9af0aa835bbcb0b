using Chantal.Apt.Release;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>What the plan of an APT mirror reports.</summary>
internal static class AptDiagnostics
{
    private const int MostNamed = 5;

    [Documented(DiagnosticCodes.AptArchitectureUnknown, Severity.Error,
        "The suite does not have an architecture.",
        "Use one of those that the message lists.")]
    public static MirrorException ArchitectureUnknown(AptSuite suite, string architecture, IReadOnlyList<string> available)
    {
        var sources = architecture == AptArchitecture.Source ? " and set IncludeSources" : "";
        var called = ArchitectureNames.InDebian(architecture) is { } debian ? $", which Debian calls '{debian}'" : NearestWord.Hint(NearestWord.Find(architecture, available));
        return new MirrorException(
            DiagnosticCodes.AptArchitectureUnknown,
            $"The suite '{suite.Name}' does not have the architecture '{architecture}'{called}. It has: {string.Join(", ", available)}. Correct the definition's Architecture items{sources}.");
    }

    [Documented(DiagnosticCodes.PatternMatchesNothing, Severity.Warning,
        "A `Package` pattern or an exclusion (`ExcludePackage`, `ExcludeFile`, `ExcludeData`) matches nothing.",
        "Correct or remove it.")]
    public static Diagnostic PatternMatchesNothing(string pattern) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"'{pattern}' of the Package items matches no package of the selected suites, components and architectures. Correct or remove it.");

    [Documented(DiagnosticCodes.DependencyExcluded, Severity.Warning,
        "`ExcludePackage` removes something that a named package needs; the message has the path.",
        "Narrow the exclusion, or accept it.")]
    public static Diagnostic DependencyExcluded(string package, string path) => new(
        DiagnosticCodes.DependencyExcluded,
        $"ExcludePackage removes '{package}', which a named package needs: {path}. It cannot be installed from this mirror alone. Narrow the exclusion, or accept it.");

    [Documented(DiagnosticCodes.DependencyUnsatisfiable, Severity.Warning,
        "A dependency cannot be met; the message has the path to it.",
        "Add the suite or component that has it.")]
    public static Diagnostic DependencyUnsatisfiable(string path) => new(
        DiagnosticCodes.DependencyUnsatisfiable,
        $"A dependency cannot be met: {path}. Add the suite or component that has it, unless it comes from another repository.");

    public static Diagnostic MoreUnsatisfiable(int count) => new(
        DiagnosticCodes.DependencyUnsatisfiable,
        $"{Quantity.Count(count, "more dependency", "more dependencies")} cannot be met. Add the suites or components that have them, unless they come from other repositories.");

    public static MirrorException IndexChecksumWeak(AptSuite suite, string path) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"The Release of '{suite.Name}' lists '{path}' with MD5 or SHA-1 only, so it cannot be verified. Leave it out with ExcludeIndex, set AllowWeakChecksums=true and accept the risk, or ask the operator of the upstream for SHA-256.");

    public static MirrorException PackageChecksumWeak(string listedIn, string path) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"'{listedIn}' lists '{path}' with MD5 or SHA-1 only, so it cannot be verified. Leave the package out with ExcludePackage, set AllowWeakChecksums=true and accept the risk, or ask the operator of the upstream for SHA-256.");

    public static MirrorException SourceChecksumWeak(string listedIn, string package) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"'{listedIn}' lists files of the source package '{package}' with MD5 or SHA-1 only, so they cannot be verified. Leave it out with ExcludePackage, set AllowWeakChecksums=true and accept the risk, or ask the operator of the upstream for SHA-256.");

    public static MirrorException ListWeak(string path) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"'{path}' lists files with MD5 or SHA-1 only, so they cannot be verified. Leave it out with ExcludeIndex, let the files be missing with OptionalFile, or set AllowWeakChecksums=true and accept the risk.");

    [Documented(DiagnosticCodes.AptListWeak, Severity.Warning,
        "Installer images or pdiffs are left out, because their list gives only MD5 or SHA-1.",
        "Nothing: clients do without them. To have them, set `AllowWeakChecksums`; to be rid of the warning, leave out the list with `ExcludeIndex`.")]
    public static Diagnostic ListsWeak(IReadOnlyCollection<string> paths) => new(
        DiagnosticCodes.AptListWeak,
        $"{Quantity.Count(paths.Count, "list gives", "lists give")} only MD5 or SHA-1 for installer images or pdiffs, so these were left out: {string.Join(", ", paths.Take(MostNamed).Select(p => $"'{p}'"))}{(paths.Count > MostNamed ? $", and {paths.Count - MostNamed} more" : "")}. Clients do without them. Set AllowWeakChecksums=true to take them all the same, or leave out the lists with ExcludeIndex.");

    public static MirrorException IndexUnread(AptSuite suite, string path) => new(
        DiagnosticCodes.IndexMalformed,
        $"The Release of '{suite.Name}' lists '{path}' only in compressions that cannot be read; gz, zst, xz, bz2, lzma and none can. Leave it out with ExcludeIndex.");

    public static MirrorException StanzaMalformed(string listedIn, string path, string why) => new(
        DiagnosticCodes.IndexMalformed,
        $"'{listedIn}' cannot be used: the stanza of '{path}' {why}. Report it to the operator of the upstream.");

    public static MirrorException ListMalformed(string path, long line) => new(
        DiagnosticCodes.IndexMalformed,
        $"'{path}' cannot be used: line {line} is not a digest and a file name. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.AptIndexEmptied, Severity.Error,
        "An index that had packages in the published state does not have any.",
        "Wait until upstream has corrected it. If it is right, accept it with `-p:Accept=` and the name in the message.")]
    public static MirrorException IndexEmptied(string indices, string state) => new(
        DiagnosticCodes.AptIndexEmptied,
        $"{indices} no longer lists any package, though the published state has some. This may be an accident at the upstream, so what is published stays. Wait until it is corrected, or accept it with -p:Accept={state}.");

    [Documented(DiagnosticCodes.AptRegeneratedExpired, Severity.Error,
        "A regenerated Release would be past its `Valid-Until` already: `ReleaseValidFor` is shorter than the time since upstream made its own.",
        "Set `ReleaseValidFor` to longer than upstream goes without a new Release, or remove it.")]
    public static MirrorException RegeneratedExpired(AptSuite suite, DateTimeOffset validUntil) => new(
        DiagnosticCodes.AptRegeneratedExpired,
        $"The regenerated Release of '{suite.Name}' would have been valid until {validUntil.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}, which has passed, so clients would refuse it. ReleaseValidFor counts from the date of upstream's. Set ReleaseValidFor to longer than upstream goes without a new Release, or remove it.");

    [Documented(DiagnosticCodes.UpstreamChanged, Severity.Error,
        "An index is missing or different in every encoding.",
        "The sync starts over on its own; if the problem stays, use `ExcludeIndex` or another upstream.")]
    public static UpstreamChangedException UpstreamChanged(IReadOnlyList<string> paths, Exception? inner) => new(
        $"The upstream does not have {string.Join(", ", paths.Select(p => $"'{p}'"))} as the Release lists {(paths.Count == 1 ? "it" : "them")}, in any compression: it was changed in the meantime, or is incomplete. If this stays, leave out with ExcludeIndex what you do not need, or use another upstream.",
        inner);
}
