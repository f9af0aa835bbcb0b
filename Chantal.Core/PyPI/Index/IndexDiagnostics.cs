using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>What the pages of an upstream index report.</summary>
internal static class IndexDiagnostics
{
    private const int MostNamed = 5;

    [Documented(DiagnosticCodes.SimplePageMalformed, Severity.Error,
        "A page of a Python index follows neither PEP 503 nor PEP 691.",
        "Report it to the operator of the upstream.")]
    public static MirrorException PageMalformed(string page, string why, Exception? inner = null) => new(
        DiagnosticCodes.SimplePageMalformed,
        $"{page} cannot be used: {why}. Report it to the operator of the upstream.",
        inner);

    [Documented(DiagnosticCodes.SimplePageTooLarge, Severity.Error,
        "A page of a Python index is larger, or lists more, than any real one.",
        "Report it to the operator of the upstream.")]
    public static MirrorException PageTooLarge(string page, string what) => new(
        DiagnosticCodes.SimplePageTooLarge,
        $"{page} is not read: it has {what}. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.SimpleApiUnknown, Severity.Error,
        "The index uses a later version of the interface, or its answer is not an index page.",
        "Check `Upstream`, `NetrcFile` and `Proxy`; look for a newer Chantal.")]
    public static MirrorException TypeUnknown(string page, string? type)
    {
        var how = type is null ? "without a content type" : $"with the content type {SafeUrl.Clip(type)}";
        return new MirrorException(
            DiagnosticCodes.SimpleApiUnknown,
            $"{page} comes {how}, and is not a page of a package index that this version knows. Check that Upstream is the address of an index, which usually ends in /simple/.");
    }

    public static MirrorException PageForPeople(string page, string? title, string project) => new(
        DiagnosticCodes.SimpleApiUnknown,
        $"{page} is a page {(title is null ? "without a title" : $"called '{SafeUrl.Clip(title)}'")}, which does not link to a single file, in place of the page of the project '{project}'. A login page, a proxy or a portal may have answered. Look at it in a browser. Then correct Upstream, which usually ends in /simple/, the login in NetrcFile, or Proxy.");

    public static MirrorException VersionUnknown(string page, string version) => new(
        DiagnosticCodes.SimpleApiUnknown,
        $"{page} uses version {SafeUrl.Clip(version)} of the index's interface, and this version of Chantal knows only 1. Look for a newer Chantal.");

    public static MirrorException ProjectHostile(string page, string project, string fault) => new(
        DiagnosticCodes.HostilePath,
        $"{page} lists the project '{SafeUrl.Clip(project)}', whose name {fault}. Nothing of this page is taken. Report it to the operator of the upstream.");

    public static MirrorException FileHostile(string page, string file, string fault) => new(
        DiagnosticCodes.HostilePath,
        $"{page} lists the file '{SafeUrl.Clip(file)}', whose name {fault}. Nothing of this page is taken. Report it to the operator of the upstream.");

    public static MirrorException Contradictory(string page, string file) => new(
        DiagnosticCodes.ContradictoryPath,
        $"{page} lists '{file}' twice with different contents. Nothing of this page is taken. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.IndexNotFound, Severity.Error,
        "There is no index at an address of the definition.",
        "Correct `Upstream`, which usually ends in `/simple/`.")]
    public static MirrorException IndexNotFound(Uri upstream) => new(
        DiagnosticCodes.IndexNotFound,
        $"There is no index at {SafeUrl.Show(upstream)}. Check that Upstream is the address of a simple index, which usually ends in /simple/.");

    [Documented(DiagnosticCodes.IndexWentBack, Severity.Error,
        "The index is at an earlier change than before.",
        "Wait; if it was really set back, accept it with `-p:Accept=` and the name in the message, or run the `Rebuild` target.")]
    public static MirrorException IndexWentBack(string reason, string state) => new(
        DiagnosticCodes.IndexWentBack,
        $"The index was set back, or an old copy of it is served: {reason}. What is published stays. Wait until it has caught up. If it was really set back, accept what it has now with -p:Accept={state}, or whatever it has by then with the Rebuild target.");

    [Documented(DiagnosticCodes.ProjectMoved, Severity.Error,
        "A project came from one index, which does not have it any more or refuses it, and a later index has a project of that name.",
        "Check the credentials of the first index. If the project moved, name the new place: `<PackageIndex Include=\"URL\" Projects=\"name\" />`.")]
    public static MirrorException ProjectMoved(string project, Uri from, Uri to) => new(
        DiagnosticCodes.ProjectMoved,
        $"'{project}' came from {SafeUrl.Show(from)}, which does not have it any more or refuses it. {SafeUrl.Show(to)} has a project of that name, which may be another one, so it is not taken. Check the credentials of the first one. If the project moved, write <PackageIndex Include=\"{SafeUrl.Show(to)}\" Projects=\"{project}\" />.");

    [Documented(DiagnosticCodes.ProjectAmbiguous, Severity.Warning,
        "Two indices have a project of the same name, and neither the definition nor its page (PEP 708) says that they are the same. It is taken from the first index.",
        "Say which index it belongs to: `<PackageIndex Include=\"URL\" Projects=\"name\" />`.")]
    public static Diagnostic ProjectAmbiguous(IReadOnlyDictionary<string, (Uri First, Uri Second)> projects) => new(
        DiagnosticCodes.ProjectAmbiguous,
        $"{Quantity.Count(projects.Count, "project is", "projects are")} in more than one index, and are taken from the first one: {string.Join(", ", projects.Take(MostNamed).Select(p => $"'{p.Key}' ({SafeUrl.Show(p.Value.First)}, and {SafeUrl.Show(p.Value.Second)})"))}{(projects.Count > MostNamed ? $", and {projects.Count - MostNamed} more" : "")}. Another index's project of the same name may be somebody else's. Say which index each belongs to, in the Projects of the PackageIndex item.");

    [Documented(DiagnosticCodes.PageDetailsSkipped, Severity.Warning,
        "Details of index pages cannot be used, such as a checksum that is not valid, or a file without a URL. They were left out, as installers do.",
        "Report it to the operator of the upstream.")]
    public static Diagnostic DetailsSkipped(IReadOnlyDictionary<string, IReadOnlyList<string>> pages) => new(
        DiagnosticCodes.PageDetailsSkipped,
        $"{Quantity.Count(pages.Count, "page of the index has", "pages of the index have")} details that cannot be used and were left out: {string.Join("; ", pages.Take(MostNamed).Select(p => $"{p.Key}: {p.Value[0]}{(p.Value.Count > 1 ? $" and {p.Value.Count - 1} more" : "")}"))}. Report it to the operator of the upstream.");

    public static UpstreamChangedException PageOutdated(string project, long serial, Uri upstream) => new(
        $"The index lists change {serial} of '{project}', but its page at {SafeUrl.Show(upstream)} is from before that. Sync again; if this stays, use another upstream.");
}
