using Chantal.Diagnostics;

namespace Chantal.Transfer.Limits;

/// <summary>What the bandwidth limit reports.</summary>
internal static class LimitDiagnostics
{
    [Documented(DiagnosticCodes.BandwidthNotShared, Severity.Warning,
        "The bandwidth limit applies to this process only.",
        "Remove the unsafe directory that the message names.")]
    public static Diagnostic BandwidthNotShared(Exception reason) => new(
        DiagnosticCodes.BandwidthNotShared,
        $"The bandwidth limit applies to this process only: {reason.Message} Fix that, so that all processes on this machine share the limit.");
}
