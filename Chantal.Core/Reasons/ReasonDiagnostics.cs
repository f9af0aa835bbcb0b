using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Reasons;

/// <summary>What is reported where somebody asks why a mirror has a package.</summary>
internal static class ReasonDiagnostics
{
    private const int MostMirrors = 5;

    public static MirrorException PackageMissing() => new(DiagnosticCodes.PackageUnknown, "Why asks about one package. Name it, for example with -p:Package=openssl.");

    [Documented(DiagnosticCodes.PackageUnknown, Severity.Error,
        "`Why` was asked about a package that no mirror has in any state, and no upstream of a mirror that filters.",
        "Correct the name. What the upstream has is as of the last plan.")]
    public static MirrorException PackageUnknown(string package, IReadOnlyList<string> mirrors, string? nearest) => new(
        DiagnosticCodes.PackageUnknown,
        $"No package is called '{Printable.Escape(package)}' in {string.Join(", ", mirrors.Take(MostMirrors).Select(m => $"'{m}'"))}{(mirrors.Count > MostMirrors ? $" and {mirrors.Count - MostMirrors} other mirrors" : "")}{NearestWord.Hint(nearest)}. Correct the name; a pattern is not understood here.");
}
