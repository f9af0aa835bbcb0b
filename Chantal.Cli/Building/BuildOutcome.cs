using Chantal.Diagnostics;

namespace Chantal.Cli.Building;

/// <summary>What a build came to.</summary>
/// <param name="Succeeded">Whether everything did.</param>
/// <param name="Codes">The codes of its errors.</param>
/// <param name="DoneMirrors">Mirrors that were done.</param>
/// <param name="FailedMirrors">Mirrors that failed.</param>
internal sealed record BuildOutcome(bool Succeeded, IReadOnlySet<string> Codes, IReadOnlyList<string> DoneMirrors, IReadOnlyList<string> FailedMirrors)
{
    /// <summary>What the command ends with.</summary>
    public ExitCode ExitCode =>
        Succeeded ? ExitCode.Success
        : Codes.Contains(DiagnosticCodes.Interrupted) ? ExitCode.Interrupted
        : DoneMirrors.Count > 0 && FailedMirrors.Count > 0 ? ExitCode.PartlyFailed
        : Codes.Contains(DiagnosticCodes.VerificationFailed) ? ExitCode.VerificationFailed
        : Codes.Contains(DiagnosticCodes.MirrorLocked) || Codes.Contains(DiagnosticCodes.StoreLocked) ? ExitCode.Locked
        : Codes.Any(IsIncomplete) && Codes.All(c => IsIncomplete(c) || c == DiagnosticCodes.MirrorsFailed) ? ExitCode.Incomplete
        : Codes.Contains(DiagnosticCodes.MirrorUnknown) ? ExitCode.Usage
        : Codes.Contains(DiagnosticCodes.MirrorsFailing) ? ExitCode.Failing
        : Codes.Contains(DiagnosticCodes.MirrorsStale) ? ExitCode.Stale
        : ExitCode.Failure;

    // It was published, but not whole.
    private static bool IsIncomplete(string code) => code is DiagnosticCodes.PackagesLeftOut or DiagnosticCodes.ProjectsHeldBack;
}
