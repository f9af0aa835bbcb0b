namespace Chantal.Diagnostics;

// Logs, run reports and metrics: 630x.
internal static partial class DiagnosticCodes
{
    /// <summary>The log file cannot be written.</summary>
    public const string LogUnwritable = "CHANTAL6301";

    /// <summary>Warning: the run report or the metrics of a sync could not be written.</summary>
    public const string RunReportUnwritten = "CHANTAL6302";
}
