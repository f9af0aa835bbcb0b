using Chantal.Diagnostics;

namespace Chantal.Logging;

/// <summary>What the log file reports.</summary>
internal static class LoggingDiagnostics
{
    [Documented(DiagnosticCodes.LogUnwritable, Severity.Error,
        "The log that `LogFile` names cannot be written.",
        "Name another file, or fix the cause.")]
    public static MirrorException LogUnwritable(string path, Exception inner) => new(
        DiagnosticCodes.LogUnwritable,
        $"The log '{path}' cannot be written: {inner.Message} Name another file, or fix the cause.",
        inner);
}
