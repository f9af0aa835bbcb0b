using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>What the plan of a PyPI mirror reports.</summary>
internal static class PyPIDiagnostics
{
    private const int MostNamed = 10;

    [Documented(DiagnosticCodes.TargetsMissing, Severity.Error,
        "`IncludeDependencies` or `Platform` is used without a `PythonVersion`.",
        "Name the versions of Python that are in use.")]
    public static MirrorException TargetsMissing() => new(
        DiagnosticCodes.TargetsMissing,
        "There is no PythonVersion, so it is not known what IncludeDependencies or Platform need. Name those that are in use: <PythonVersion Include=\"3.12\" />.");

    [Documented(DiagnosticCodes.PackageItemInvalid, Severity.Error,
        "A `Package` item is not a name, its `Version` is not a valid specifier or is on a pattern, or it has a URL or a condition.",
        "Write a name, and the versions as `Version`.")]
    public static MirrorException PackageInvalid(string package, string fault) => new(
        DiagnosticCodes.PackageItemInvalid,
        $"The Package '{package}' {fault}. Write a project's name, and the versions that you want as Version: <Package Include=\"numpy\" Version=\"&gt;=2,&lt;3\" />.");

    public static MirrorException ExclusionWithVersion(string project, string version) => new(
        DiagnosticCodes.PackageItemInvalid,
        $"The ExcludePackage '{project}' has the Version '{version}', but projects are left out whole. Remove Version, and narrow the versions that are taken with Constraints.");

    public static MirrorException PackageNotPlain(string package) => new(
        DiagnosticCodes.PackageItemInvalid,
        $"The Package '{package}' has a URL or a condition. A condition belongs in a requirements file; a mirror of an index cannot have a URL. Write a project's name, and the versions that you want as Version.");

    public static MirrorException VersionInvalid(string package, string version) => new(
        DiagnosticCodes.PackageItemInvalid,
        $"The Version '{version}' of the Package '{package}' is not a valid version specifier (PEP 440), such as >=2,<3 or ==1.4.*. Correct it.");

    public static MirrorException FileTooLarge(string file, long most) => new(
        DiagnosticCodes.RequirementsUnreadable,
        $"The file {file} has more than {Quantity.Bytes(most)}, and no real requirements file is that large. Correct its path.");

    public static Diagnostic PatternMatchesNothing(string pattern) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"'{pattern}' of the Package items matches no project of the index. Correct or remove it.");

    [Documented(DiagnosticCodes.ProjectNotFound, Severity.Error,
        "A project that the definition names does not exist.",
        "Correct the name, or `Upstream` if the index has none of them; remove the name if the project was deleted.")]
    public static MirrorException ProjectNotFound(IEnumerable<string> names, bool hasNone) => new(
        DiagnosticCodes.ProjectNotFound,
        $"The index does not have {string.Join(", ", names.Select(n => $"'{n}'"))}, which the definition names. {(hasNone
            ? "It has none of the projects, so check first that Upstream is the address of a simple index, which usually ends in /simple/; then correct the name, or remove it if the project was deleted."
            : "Correct the name, or remove it if the project was deleted.")}");

    public static MirrorException ProjectListMissing() => new(
        DiagnosticCodes.RootsMissing,
        "The list of the index's projects is missing. Run the Sync target to fetch it.");

    [Documented(DiagnosticCodes.ListedProjectMissing, Severity.Warning,
        "The index lists a project but does not have its page.",
        "Report it if it stays that way, or leave the project out.")]
    public static Diagnostic ListedProjectMissing(string name) => new(
        DiagnosticCodes.ListedProjectMissing,
        $"The index lists the project '{name}' but does not have its page, so the mirror does not have its files. If this stays so, report it to the operator of the upstream, or leave the project out with ExcludePackage.");

    [Documented(DiagnosticCodes.FileChecksumWeak, Severity.Error,
        "The index gives only MD5 or SHA-1, or no checksum, for a selected file.",
        "Leave the file out, or set `AllowWeakChecksums`.")]
    public static MirrorException FileChecksumWeak(string project, string file, HashKind? kind)
    {
        var stated = kind is { } weak ? $"only {weak.ToString().ToUpperInvariant()}" : "no checksum";
        return new MirrorException(
            DiagnosticCodes.FileChecksumWeak,
            $"The index states {stated} for '{file}' of '{project}', so it cannot be verified. Leave it out (ExcludeFile, ExcludePackage, Version), or set AllowWeakChecksums=true to trust whoever serves it.");
    }

    [Documented(DiagnosticCodes.RequirementUnmet, Severity.Error,
        "Nothing in the index matches what the definition asks for.",
        "Correct the version, or the filters.")]
    public static MirrorException RequirementUnmet(string requirement, string origin, string targets, string? keptOut = null) => new(
        DiagnosticCodes.RequirementUnmet,
        $"Nothing in the index matches {requirement} ({origin}) for {targets}. {(keptOut is null ? "Correct the version; or check whether PackageTypes, MaxFileSize, PythonVersion or Platform leave out its files." : KeptOut(keptOut))}");

    [Documented(DiagnosticCodes.RequirementUnmetSomewhere, Severity.Warning,
        "For some target environments, nothing matches what the definition asks for.",
        "Add a condition to the requirement, if that is intended.")]
    public static Diagnostic RequirementUnmetSomewhere(string requirement, string origin, string targets, string? keptOut = null) => new(
        DiagnosticCodes.RequirementUnmetSomewhere,
        $"Nothing in the index matches {requirement} ({origin}) for {targets}, so it can only be installed on the others. {(keptOut is null ? "If that is intended, add a condition to the requirement." : KeptOut(keptOut))}");

    [Documented(DiagnosticCodes.DependencyUnmet, Severity.Warning,
        "Nothing in the index matches what a selected release needs.",
        "Nothing, if clients get it in another way; otherwise name a version that is there.")]
    public static Diagnostic DependencyUnmet(string path, string targets, string? keptOut = null) => new(
        DiagnosticCodes.DependencyUnmet,
        $"Nothing in the index matches what is needed for {targets}: {path}. {(keptOut is null ? "If clients get it in another way, there is nothing to do; otherwise name a version that is there." : KeptOut(keptOut))}");

    private static string KeptOut(string lines) => $"The policy keeps versions out: {Printable.Escape(lines)}. To let a version that is held in now, add an Allow item with its Version and a Reason.";

    [Documented(DiagnosticCodes.DependenciesUnknown, Severity.Warning,
        "The dependencies of a release are not known, because its metadata cannot be read.",
        "Name what it needs as `Package` items.")]
    public static Diagnostic DependenciesUnknown(string file, string why) => new(
        DiagnosticCodes.DependenciesUnknown,
        $"It is not known what '{file}' depends on, because its metadata cannot be read: {why} Name what it needs as Package items.");

    public static Diagnostic DependencyMalformed(string file, string dependency, string fault) => new(
        DiagnosticCodes.DependenciesUnknown,
        $"'{file}' depends on '{dependency}', which {fault}, so this dependency is ignored. Name what it means as a Package item.");

    public static MirrorException ChangedWhileRead(string file) => new(
        DiagnosticCodes.DistributionUnreadable,
        $"'{file}' changed while its metadata was read. Run again.");

    [Documented(DiagnosticCodes.MetadataAbsent, Severity.Warning,
        "The index promises metadata beside files (PEP 658) that it does not have, or that is something else. It was made from the files, or the mirror's pages do not promise it.",
        "Nothing; report it to the operator of the upstream.")]
    public static Diagnostic MetadataAbsent(IReadOnlyCollection<string> made, IReadOnlyCollection<string> unpromised) => new(
        DiagnosticCodes.MetadataAbsent,
        $"The index does not have the metadata that it promises beside {Quantity.Count(made.Count + unpromised.Count, "file")}: {Names(made.Concat(unpromised))}. {(made.Count == 0 ? "" : $"For {made.Count} of them it was made from the wheel. ")}{(unpromised.Count == 0 ? "" : $"For {unpromised.Count} of them it is not published. ")}Clients can install them all the same. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.DependenciesDynamic, Severity.Warning,
        "Archives of sources do not say what they depend on before they are built (PEP 643), so some of it may be missing from the mirror.",
        "Name what they need as `Package` items, or take wheels only (`PackageTypes`).")]
    public static Diagnostic DependenciesDynamic(IReadOnlyCollection<string> files) => new(
        DiagnosticCodes.DependenciesDynamic,
        $"{Quantity.Count(files.Count, "archive of sources does", "archives of sources do")} not say what they depend on before they are built: {Names(files)}. Name what they need as Package items, or take only wheels with PackageTypes.");

    [Documented(DiagnosticCodes.ProjectsHeldBack, Severity.Error,
        "Projects of a whole index could not be had: a page or a file is missing, refused or malformed. They stay as they were published last, everything else went forward, and each sync tries them again.",
        "Report it to the operator of the upstream, or leave the projects out with `ExcludePackage`.")]
    public static MirrorException ProjectsHeldBack(string mirror, IReadOnlyDictionary<string, string> reasons) => new(
        DiagnosticCodes.ProjectsHeldBack,
        $"'{mirror}' is published, but {Quantity.Count(reasons.Count, "project stays as it was", "projects stay as they were")}, because the index does not have what it lists: {Names(reasons.Keys)}. The first reason: {reasons.First().Value} Each sync tries them again. Report it to the operator of the upstream, or leave them out with ExcludePackage.");

    [Documented(DiagnosticCodes.TooManyProjectsFailed, Severity.Error,
        "So many projects of a whole index could not be had that the index itself is at fault. Nothing was published.",
        "Wait until the index answers again.")]
    public static MirrorException TooManyProjectsFailed(IReadOnlyDictionary<string, string> reasons, int listed) => new(
        DiagnosticCodes.TooManyProjectsFailed,
        $"{reasons.Count} of {Quantity.Count(listed, "project")} could not be had: {Names(reasons.Keys)}. The first reason: {reasons.First().Value} That is too many for a fault of single projects, so the mirror stays as it was. Wait until the index answers again.");

    public static Diagnostic FileUnavailable(string file) => new(
        DiagnosticCodes.ProjectsHeldBack,
        $"The index does not have '{file}' as it lists it.");

    [Documented(DiagnosticCodes.FileReplaced, Severity.Error,
        "Files of the index have other content than the published ones of the same names.",
        "Find out why: it may be an attack. If it is right, accept it with `-p:Accept=` and the name in the message.")]
    public static MirrorException FilesReplaced(string reason, string state) => new(
        DiagnosticCodes.FileReplaced,
        $"{reason}. A release should never change, so this may be an attack. What is published stays. Find out why it changed. If it is right, accept what the index has now with -p:Accept={state}.");

    [Documented(DiagnosticCodes.TooManyRemovals, Severity.Error,
        "More files are gone from the index than `MaxRemovals` allows. With `OnMaxRemovals=warn`, this is a warning.",
        "If the index is right, accept it with `-p:Accept=` and the name in the message, or run once with `-p:MaxRemovals=100%`.")]
    public static MirrorException TooManyRemovals(string reason, string state) => new(
        DiagnosticCodes.TooManyRemovals,
        $"{reason}. The mirror stays as it was. If the index is right, accept what it has now with -p:Accept={state}, or whatever it has by then with -p:MaxRemovals=100%.");

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed).Select(n => $"'{n}'")) + (all.Count > MostNamed ? $", and {all.Count - MostNamed} more" : "");
    }
}
