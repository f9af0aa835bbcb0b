using Chantal.Diagnostics;

namespace Chantal.Apt.Control;

/// <summary>What the syntax of control files reports.</summary>
internal static class ControlDiagnostics
{
    [Documented(DiagnosticCodes.IndexMalformed, Severity.Error,
        "An index is malformed, or its compression is not supported.",
        "Report it, or leave it out with `ExcludeIndex`.")]
    public static MirrorException IndexMalformed(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.IndexMalformed,
        $"'{file}' cannot be used: {why}. Report it to the operator of the upstream.",
        inner);
}
