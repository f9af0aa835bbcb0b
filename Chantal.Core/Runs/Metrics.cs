using Chantal.Repositories;

namespace Chantal.Runs;

/// <summary>A run and what is known of its mirror as Prometheus reads it: the text format, for node_exporter's textfile collector.</summary>
internal static class Metrics
{
    /// <summary>The name of a mirror's file.</summary>
    public static string FileName(string mirror) => $"chantal_{mirror}.prom";

    /// <summary>The file's text.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="run">Its last run; null: it was never synced, as behind an air gap.</param>
    /// <param name="facts">What is known of it.</param>
    public static string Write(string mirror, RunReport? run, MirrorFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var text = new MetricText();
        if (run is not null)
        {
            Run(run);
        }

        Store();
        Verification();
        Upstream();
        Channels();
        return text.ToString();

        void Run(RunReport report)
        {
            Gauge("chantal_last_success_timestamp_seconds", "When a sync of the mirror last succeeded.", Seconds(report.LastSuccess));
            Gauge("chantal_last_run_timestamp_seconds", "When the last sync of the mirror ended.", Seconds(new DateTimeOffset(report.Ended)));
            Gauge("chantal_last_run_success", "Whether the last sync succeeded.", report.Outcome == RunOutcome.Succeeded ? 1 : 0);
            Gauge("chantal_last_run_duration_seconds", "How long the last sync took.", report.Duration.TotalSeconds);
            Gauge("chantal_last_run_errors", "Errors of the last sync.", report.ErrorCount);
            Gauge("chantal_last_run_warnings", "Warnings of the last sync.", report.WarningCount);
            Gauge("chantal_last_run_missing_files", "Files that the last sync could not store.", report.Missing);
            Gauge("chantal_last_run_fetched_files", "Files that the last sync fetched.", report.FetchedFiles);
            Gauge("chantal_last_run_fetched_bytes", "Bytes that the last sync fetched.", report.FetchedBytes);
            Gauge("chantal_mirror_files", "Files of the mirror's state.", report.Files);
            Gauge("chantal_mirror_bytes", "Bytes of the mirror's state, as clients see them.", report.Bytes);
        }

        void Store()
        {
            Gauge("chantal_store_bytes", "Bytes of all contents in the store when the mirror was last synced.", run?.StoreBytes);
            Gauge("chantal_store_growth_bytes_per_day", "Bytes that the store grew a day, on average of the last 14 days.", facts.Growth?.BytesPerDay);
            Gauge("chantal_disk_free_bytes", "Bytes that can still be written where the store is.", facts.Disk?.Free);
            Gauge("chantal_disk_size_bytes", "Bytes of the file system that the store is on.", facts.Disk?.Size);
        }

        void Verification()
        {
            Gauge("chantal_last_verification_timestamp_seconds", "When a verification of the mirror last ended.", Seconds(facts.Verification?.Ended));
            Gauge("chantal_last_verification_share", "The part of the mirror's content that it read, from 0 to 1.", facts.Verification?.Share);
            Gauge("chantal_last_verification_findings", "What it found that is still damaged.", facts.Verification?.Findings);
        }

        void Upstream()
        {
            text.Gauge(
                "chantal_upstream_metadata_timestamp_seconds", "When the upstream made the metadata of a part of the mirror.",
                facts.Roots.Where(r => r.Date is not null).Select(r => (Labels(("part", r.Path)), Seconds(r.Date!.Value))));
            text.Gauge(
                "chantal_upstream_valid_until_timestamp_seconds", "Until when the metadata of a part of the mirror is valid.",
                facts.Roots.Where(r => r.ValidUntil is not null).Select(r => (Labels(("part", r.Path)), Seconds(r.ValidUntil!.Value))));
            text.Gauge(
                "chantal_key_expiry_timestamp_seconds", "When a key that signed the mirror's metadata expires.",
                facts.KeyEnds.Select(k => (Labels(("key", k.Key)), Seconds(k.Value))));
            text.Gauge(
                "chantal_waiting_advisories", "Advisories of the mirror that a channel does not show yet, or shows as less grave or with fewer packages.",
                (facts.Waiting ?? new Dictionary<string, IReadOnlyDictionary<AdvisorySeverity, int>>()).SelectMany(
                    c => c.Value.Select(s => (Labels(("channel", c.Key), ("severity", AdvisorySeverities.NameOf(s.Key))), (double)s.Value))));
        }

        void Channels()
        {
            text.Gauge(
                "chantal_channel_info", "What a channel shows of the mirror: the snapshot is in a label.",
                facts.Shown.Select(c => (Labels(("channel", c.Channel), ("snapshot", c.Snapshot)), 1.0)));
            text.Gauge("chantal_channel_since_seconds", "When the channel began to show that.", facts.Shown.Select(c => (Labels(("channel", c.Channel)), Seconds(c.Since))));
            text.Gauge(
                "chantal_channel_state_time_seconds", "When what the channel shows was made.",
                facts.Shown.Where(c => c.Made is not null).Select(c => (Labels(("channel", c.Channel)), Seconds(c.Made!.Value))));
            text.Gauge(
                "chantal_channel_valid_until_seconds", "Until when the metadata of a part of what the channel shows is valid.",
                facts.Shown.SelectMany(c => c.Roots.Where(r => r.ValidUntil is not null).Select(r => (Labels(("channel", c.Channel), ("part", r.Path)), Seconds(r.ValidUntil!.Value)))));
        }

        void Gauge(string name, string help, double? value) => text.Gauge(name, help, value is { } known ? [(Labels(), known)] : []);

        IReadOnlyList<(string Label, string Value)> Labels(params (string Label, string Value)[] more) => [("mirror", mirror), .. more];
    }

    private static double? Seconds(DateTime? time) => time is { } known ? Seconds(new DateTimeOffset(known)) : null;

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
