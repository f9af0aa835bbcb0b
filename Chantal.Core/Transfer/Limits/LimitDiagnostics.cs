using Chantal.Diagnostics;

namespace Chantal.Transfer.Limits;

/// <summary>What the bandwidth limit reports.</summary>
internal static class LimitDiagnostics
{
    [Documented(DiagnosticCodes.BandwidthNotShared, Severity.Warning,
        "The bandwidth limit holds for this process only.",
        "Remove the unsafe directory that the message names.")]
    public static Diagnostic BandwidthNotShared(Exception reason) => new(
        DiagnosticCodes.BandwidthNotShared,
        $"The bandwidth limit holds for this process only: {reason.Message} Other processes of this machine share the limit again when that is fixed.");
}
