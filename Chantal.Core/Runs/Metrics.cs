using System.Globalization;
using System.Text;

namespace Chantal.Runs;

/// <summary>A run as Prometheus reads it: the text format, for node_exporter's textfile collector.</summary>
internal static class Metrics
{
    /// <summary>The name of a mirror's file.</summary>
    public static string FileName(string mirror) => $"chantal_{mirror}.prom";

    /// <summary>The file's text.</summary>
    public static string Write(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var labels = $"{{mirror=\"{Escape(report.Mirror)}\"}}";
        if (report.LastSuccess is { } success)
        {
            Gauge("chantal_last_success_timestamp_seconds", "When a sync of the mirror last succeeded.", Seconds(success));
        }

        Gauge("chantal_last_run_timestamp_seconds", "When the last sync of the mirror ended.", Seconds(report.Ended));
        Gauge("chantal_last_run_success", "Whether the last sync succeeded.", report.Outcome == RunOutcome.Succeeded ? 1 : 0);
        Gauge("chantal_last_run_duration_seconds", "How long the last sync took.", report.Duration.TotalSeconds);
        Gauge("chantal_last_run_errors", "Errors of the last sync.", report.ErrorCount);
        Gauge("chantal_last_run_warnings", "Warnings of the last sync.", report.WarningCount);
        Gauge("chantal_last_run_missing_files", "Files that the last sync could not store.", report.Missing);
        Gauge("chantal_last_run_fetched_files", "Files that the last sync fetched.", report.FetchedFiles);
        Gauge("chantal_last_run_fetched_bytes", "Bytes that the last sync fetched.", report.FetchedBytes);
        Gauge("chantal_mirror_files", "Files of the mirror's state.", report.Files);
        Gauge("chantal_mirror_bytes", "Bytes of the mirror's state, as clients see them.", report.Bytes);
        if (report.StoreBytes is { } stored)
        {
            Gauge("chantal_store_bytes", "Bytes of all contents in the store when the mirror was last synced.", stored);
        }

        return text.ToString();

        void Gauge(string name, string help, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name}{labels} {value}\n");
    }

    /// <summary>Escapes what would end a label's value.</summary>
    internal static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static double Seconds(DateTime time) => new DateTimeOffset(time).ToUnixTimeMilliseconds() / 1000.0;
}
