using System.Globalization;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Apt.Release;

/// <summary>What the signed roots of suites report.</summary>
internal static class ReleaseDiagnostics
{
    [Documented(DiagnosticCodes.AptSuiteInvalid, Severity.Error,
        "No suite is named, or its name is not a valid directory.",
        "Write it as in sources.list; `path/` for a flat repository.")]
    public static MirrorException NoSuite() => new(
        DiagnosticCodes.AptSuiteInvalid,
        "The definition does not name a suite. Add one, such as <Suite Include=\"bookworm\" />, or \"./\" for a flat repository.");

    public static MirrorException SuiteInvalid(string suite, string? fault)
    {
        var what = suite.Length == 0 ? "is empty" : $"means a directory which {fault}";
        return new MirrorException(
            DiagnosticCodes.AptSuiteInvalid,
            $"The suite '{suite}' {what}. Write it as in sources.list: 'bookworm', 'bookworm/updates', or 'path/' for a flat repository.");
    }

    [Documented(DiagnosticCodes.AptSuiteNotFound, Severity.Error,
        "The upstream has neither InRelease nor Release for a suite.",
        "Correct the suite or the upstream.")]
    public static MirrorException SuiteNotFound(AptSuite suite)
    {
        var hint = suite.IsFlat ? "" : "; the suite of a flat repository ends in '/'";
        var meant = NearestWord.Hint(SuiteNames.Nearest(suite.Name));
        return new MirrorException(
            DiagnosticCodes.AptSuiteNotFound,
            $"The upstream has neither InRelease nor Release in '{(suite.Directory.Length == 0 ? "." : suite.Directory)}' for the suite '{suite.Name}'{meant}. Correct the suite's name or the upstream's address{hint}.");
    }

    [Documented(DiagnosticCodes.AptComponentUnknown, Severity.Error,
        "The suite does not have a component.",
        "Use one of those that the message lists.")]
    public static MirrorException ComponentUnknown(AptSuite suite, string component, IReadOnlyList<string> available) => new(
        DiagnosticCodes.AptComponentUnknown,
        $"The suite '{suite.Name}' does not have the component '{component}'{NearestWord.Hint(NearestWord.Find(component, available))}. It has: {string.Join(", ", available)}. Correct the definition's Component items.");

    [Documented(DiagnosticCodes.AptReleaseExpired, Severity.Error,
        "A Release is past its `Valid-Until`.",
        "Use another upstream; check the clock. For an archive, set `CheckValidUntil=false`.")]
    public static MirrorException ReleaseExpired(AptSuite suite, DateTimeOffset validUntil) => new(
        DiagnosticCodes.AptReleaseExpired,
        $"The Release of '{suite.Name}' was valid until {Show(validUntil)}, which has passed: the upstream is no longer updated, or somebody holds back its updates. Use another upstream, or check this machine's clock. For an archive, set CheckValidUntil=false.");

    [Documented(DiagnosticCodes.AptReleaseFromFuture, Severity.Error,
        "A Release is dated more than a day ahead.",
        "Check the clock; if it is right, report it to the operator of the upstream.")]
    public static MirrorException ReleaseFromFuture(AptSuite suite, DateTimeOffset date, DateTimeOffset now) => new(
        DiagnosticCodes.AptReleaseFromFuture,
        $"The Release of '{suite.Name}' is dated {Show(date)}, which is more than a day ahead. Check this machine's clock, which says {Show(now)}. If it is right, report this to the operator of the upstream, because apt refuses such a Release too.");

    [Documented(DiagnosticCodes.AptReleaseOfAnotherSuite, Severity.Error,
        "A Release says that it belongs to another suite than `ExpectSuite` allows.",
        "If the upstream just calls it so, set `ExpectSuite` to the name in the message.")]
    public static MirrorException ReleaseOfAnotherSuite(AptSuite suite, ReleaseFile release) => new(
        DiagnosticCodes.AptReleaseOfAnotherSuite,
        $"The Release at 'dists/{suite.Name}' says that it is of the suite '{release.Suite ?? "-"}', codename '{release.Codename ?? "-"}', and ExpectSuite does not have these: somebody may have put another suite in its place. If this is just the name that the upstream uses, set ExpectSuite to '{release.Codename ?? release.Suite}'.");

    [Documented(DiagnosticCodes.AptSuiteCalledOtherwise, Severity.Warning,
        "A Release gives itself other names, as suite and codename, than its directory has: aliases and some vendors do so. apt warns of it as well.",
        "If this name is right, set `ExpectSuite` to it: from then on any other is refused.")]
    public static Diagnostic SuiteCalledOtherwise(AptSuite suite, ReleaseFile release) => new(
        DiagnosticCodes.AptSuiteCalledOtherwise,
        $"The Release at 'dists/{suite.Name}' calls itself suite '{release.Suite ?? "-"}', codename '{release.Codename ?? "-"}'. If this is right, set ExpectSuite to '{release.Codename ?? release.Suite}': then this warning ends, and any other name is refused.");

    [Documented(DiagnosticCodes.AptSuiteMoved, Severity.Error,
        "A suite is no longer what it was when it was published: its codename, origin or label changed, as when `stable` becomes the next release. With `IdentityChange=warn`, this is a warning.",
        "Name the suite by its codename. To follow it, set `AllowSuiteChange`, or accept this state with `-p:Accept=` and the name in the message.")]
    public static MirrorException SuiteMoved(string reason, string state) => new(
        DiagnosticCodes.AptSuiteMoved,
        $"The upstream has another release in the place of the published one: {reason}. Hosts would change to it with their next update, so what is published stays. Name the suite by its codename to stay with the old release, or accept the new one with -p:Accept={state}.");

    public static Diagnostic SuiteFollowed(string reason) => new(
        DiagnosticCodes.AptSuiteMoved,
        $"The upstream has another release in the place of the published one: {reason}. It is published, and hosts change to it with their next update.");

    [Documented(DiagnosticCodes.AptSuiteWithout, Severity.Warning,
        "One of several suites does not have a component or an architecture that the definition names.",
        "Nothing, if this is right. Otherwise correct the `Component` or `Architecture` items.")]
    public static Diagnostic SuiteWithout(AptSuite suite, string what, string name, IEnumerable<string> available) => new(
        DiagnosticCodes.AptSuiteWithout,
        $"The suite '{suite.Name}' does not have the {what} '{name}', so it is mirrored without. It has: {string.Join(", ", available)}. Correct the definition's {(what == "component" ? "Component" : "Architecture")} items if this is wrong.");

    [Documented(DiagnosticCodes.AptReleaseDiffersFromInRelease, Severity.Warning,
        "Release or Release.gpg does not match InRelease, and is left out.",
        "Nothing: every run checks it again.")]
    public static Diagnostic DiffersFromInRelease(AptSuite suite, IReadOnlyCollection<string> files) => new(
        DiagnosticCodes.AptReleaseDiffersFromInRelease,
        $"{string.Join(" and ", files)} of '{suite.Name}' {(files.Count == 1 ? "does" : "do")} not match InRelease, because the upstream or a cache in front of it has another state of {(files.Count == 1 ? "it" : "them")}. The mirror leaves {(files.Count == 1 ? "it" : "them")} out until that changes. Clients use InRelease, so there is nothing to do.");

    [Documented(DiagnosticCodes.AptReleaseMalformed, Severity.Error,
        "A Release is malformed.",
        "Report it to the operator of the upstream.")]
    public static MirrorException ReleaseMalformed(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.AptReleaseMalformed,
        $"'{file}' cannot be used: {why}. Report it to the operator of the upstream.",
        inner);

    [Documented(DiagnosticCodes.WeakChecksumsOnly, Severity.Error,
        "A file has only an MD5 or SHA-1 checksum.",
        "Exclude it, set `AllowWeakChecksums`, or ask the upstream for SHA-256.")]
    public static MirrorException ChecksumsWeak(string file, bool hasAny) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"'{file}' lists its files with {(hasAny ? "MD5 or SHA-1 only" : "no checksums")}, so they cannot be verified. Ask the operator of the upstream for SHA-256{(hasAny ? ", or set AllowWeakChecksums=true and accept the risk" : "")}.");

    public static MirrorException Contradictory(string file, string path) => new(
        DiagnosticCodes.ContradictoryPath,
        $"'{file}' lists '{path}' twice with different contents. Nothing of this state is taken. Report it to the operator of the upstream.");

    private static string Show(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
