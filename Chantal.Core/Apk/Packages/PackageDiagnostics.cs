using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Apk.Packages;

/// <summary>What package files and their dependencies report.</summary>
internal static class PackageDiagnostics
{
    private const string Report = "Report it to the operator of the upstream.";

    [Documented(DiagnosticCodes.ApkVersion3, Severity.Error,
        "An index or a package of an Alpine repository is in the format of apk version 3 (ADB), which is not supported.",
        "Use a repository with `APKINDEX.tar.gz` and packages of version 2, as Alpine Linux has.")]
    public static MirrorException IndexOfVersion3(string name) => new(
        DiagnosticCodes.ApkVersion3,
        $"{name} is an index of apk version 3 (ADB), which Chantal cannot read. Use a repository that has an APKINDEX.tar.gz of version 2, as those of Alpine Linux have.");

    public static MirrorException PackageOfVersion3(string path) => new(
        DiagnosticCodes.ApkVersion3,
        $"'{path}' is a package of apk version 3 (ADB), which Chantal cannot verify. Leave it out with ExcludePackage, or use a repository with packages of version 2, as those of Alpine Linux are.");

    public static MirrorException PackageUnsigned(PlanEntry entry) => new(
        DiagnosticCodes.PackageUnsigned,
        $"'{entry.Path}' is not signed. Ask the operator of the upstream to sign packages, leave it out with ExcludePackage, or set VerifyPackages=false: packages are then verified by the checksum in the index only.");

    public static MirrorException ControlDiffers(PlanEntry entry) => new ArtifactMismatchException(
        $"'{entry.Path}' does not have the checksum that the index states: the upstream or somebody on the way changed it. Try again later, and use another upstream if it stays so.");

    public static MirrorException DataDamaged(PlanEntry entry) => new(
        DiagnosticCodes.PackageDamaged,
        $"'{entry.Path}' is the package that the index lists, but its data does not have the digest that its .PKGINFO states. {Report}");

    public static MirrorException PackageIsAnother(PlanEntry entry, string name, string version) => new(
        DiagnosticCodes.PackageIsAnother,
        $"'{entry.Path}' is {name}-{version}, but the index says that it is {entry.Package?.Name}-{entry.Package?.Version}: somebody may have put one package in the other's place. {Report}");

    public static MirrorException PackageMalformed(PlanEntry entry, Exception inner) => new(
        DiagnosticCodes.PackageMalformed,
        $"'{entry.Path}' has the size that the index states, but is not a package that can be read: {inner.Message.TrimEnd('.')}. {Report}",
        inner);

    public static Diagnostic DependencyExcluded(string package, string path) => new(
        DiagnosticCodes.DependencyExcluded,
        $"ExcludePackage removes '{package}', which is needed: {path} -> {package}. Narrow the exclusion, or accept it.");

    public static Diagnostic DependencyUnsatisfiable(string path, string relation) => new(
        DiagnosticCodes.DependencyUnsatisfiable,
        $"No package of the mirror's repositories provides '{relation}': {path} -> {relation}. Add the repository that has it.");

    public static Diagnostic MoreUnsatisfiable(int count, int named) => new(
        DiagnosticCodes.DependencyUnsatisfiable,
        $"{Quantity.Count(count, "more dependency", "more dependencies")} cannot be met; the first {named} are named above. Add the repositories that have them.");
}
