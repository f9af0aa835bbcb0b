namespace Chantal.Diagnostics;

// Logs, run reports and metrics: 630x.
internal static partial class DiagnosticCodes
{
    /// <summary>The log file cannot be written.</summary>
    public const string LogUnwritable = "CHANTAL6301";

    /// <summary>Warning: the run report or the metrics of a sync could not be written.</summary>
    public const string RunReportUnwritten = "CHANTAL6302";

    /// <summary><c>Status</c>: the last sync of a mirror did not succeed; the error names the mirrors.</summary>
    public const string MirrorsFailing = "CHANTAL6303";

    /// <summary><c>Status</c>: no sync of a mirror has succeeded for too long, or ever; the error names the mirrors.</summary>
    public const string MirrorsStale = "CHANTAL6304";
}
