using Chantal.Diagnostics;

namespace Chantal.Verification;

/// <summary>What verification reports.</summary>
internal static class VerificationDiagnostics
{
    [Documented(DiagnosticCodes.FindingsUnreadable, Severity.Error,
        "The list of what `Verify` found cannot be read.",
        "Run `Verify` again.")]
    public static MirrorException FindingsUnreadable(string path, Exception inner) => new(
        DiagnosticCodes.FindingsUnreadable,
        $"The list of what Verify found, '{path}', cannot be read: {inner.Message} Run the Verify target again.",
        inner);
}
