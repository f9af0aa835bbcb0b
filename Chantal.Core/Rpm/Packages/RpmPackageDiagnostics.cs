using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Rpm.Packages;

/// <summary>What packages and the lists of them report.</summary>
internal static class RpmPackageDiagnostics
{
    [Documented(DiagnosticCodes.PackageUnsigned, Severity.Error,
        "A package is not signed.",
        "Exclude it, or set `VerifyPackages` to `false`.")]
    public static MirrorException PackageUnsigned(PlanEntry entry) => new(
        DiagnosticCodes.PackageUnsigned,
        $"'{entry.Path}' is not signed. Ask the operator of the upstream to sign packages, leave it out with ExcludePackage, or set VerifyPackages=false and accept that packages are verified by the repository's metadata only.");

    public static MirrorException SignatureWeak(MirrorException inner) => new(
        DiagnosticCodes.WeakDigest,
        $"{inner.Message} Leave the package out with ExcludePackage, or set AllowWeakSignatures=true and accept the risk.",
        inner);

    [Documented(DiagnosticCodes.PackageDamaged, Severity.Error,
        "A package's header or payload does not have the digest that the package states.",
        "Report it to the operator of the upstream.")]
    public static MirrorException PackageDamaged(PlanEntry entry, string part) => new(
        DiagnosticCodes.PackageDamaged,
        $"'{entry.Path}' is the file that the metadata lists, but its {part} does not have the digest that is stated in it. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.PackageIsAnother, Severity.Error,
        "A package is not the one that the metadata describes.",
        "Report it to the operator of the upstream.")]
    public static MirrorException PackageIsAnother(PlanEntry entry, PackageIdentity found) => new(
        DiagnosticCodes.PackageIsAnother,
        $"'{entry.Path}' is {found.Name}-{found.Version}.{found.Architecture}, but the metadata says that it is {entry.Package?.Name}-{entry.Package?.Version}.{entry.Package?.Architecture}: somebody may have put one package in the other's place. Report it to the operator of the upstream.");

    [Documented(DiagnosticCodes.PackageMalformed, Severity.Error,
        "A package file cannot be read.",
        "Report it to the operator of the upstream.")]
    public static MirrorException PackageMalformed(PlanEntry entry, Exception inner) => new(
        DiagnosticCodes.PackageMalformed,
        $"'{entry.Path}' is the file that the metadata lists, but not a package that can be read: {inner.Message.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    [Documented(DiagnosticCodes.RpmListMalformed, Severity.Error,
        "A list of packages, files, advisories or deltas is malformed.",
        "Report it to the operator of the upstream.")]
    public static MirrorException ListMalformed(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.RpmListMalformed,
        $"'{file}' cannot be used: {why.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    public static MirrorException CountDiffers(string file, long count, long stated) => new(
        DiagnosticCodes.RpmListMalformed,
        $"'{file}' states that it lists {Quantity.Count(stated, "package")}, but {count} can be read. Report it to the operator of the upstream.");

    public static MirrorException EntryMalformed(string file, string? package, string why, Exception? inner = null) => new(
        DiagnosticCodes.RpmListMalformed,
        $"'{file}' cannot be used: the entry of '{package ?? "a package without a name"}' is malformed: {why.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    public static Diagnostic DependencyExcluded(string package, string path) => new(
        DiagnosticCodes.DependencyExcluded,
        $"ExcludePackage removes '{package}', which is needed: {path} -> {package}. Narrow the exclusion, or accept it.");

    public static Diagnostic DependencyUnsatisfiable(string relation, string name, string path) => new(
        DiagnosticCodes.DependencyUnsatisfiable,
        $"Nothing in the mirror's repositories provides '{relation}': {path} -> {name}. Add the repository that has it.");

    public static Diagnostic MoreUnsatisfiable(int count, int named) => new(
        DiagnosticCodes.DependencyUnsatisfiable,
        $"{Quantity.Count(count, "more dependency", "more dependencies")} cannot be met; the first {named} are named above. Add the repositories that have them.");
}
