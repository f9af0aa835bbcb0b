using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Runs;
using YamlDotNet.RepresentationModel;

namespace Chantal.Core.Tests.Runs;

/// <summary>The metrics, and what is made of them: a dashboard for Grafana and alerts for Prometheus.</summary>
[TestClass]
public sealed partial class MetricsTests
{
    // Of Debian's package prometheus; tests/install-tools puts it there.
    private const string Promtool = "/var/tmp/chantal-promtool";

    private static readonly string Monitoring = Path.Combine(Repository.Root, "pipelines", "monitoring");

    [TestMethod]
    [DataRow("chantal_disk_free_bytes{mirror=\"rocky9\"} 1000")]
    [DataRow("chantal_disk_size_bytes{mirror=\"rocky9\"} 4000")]
    [DataRow("chantal_store_bytes{mirror=\"rocky9\"} 5")]
    [DataRow("chantal_store_growth_bytes_per_day{mirror=\"rocky9\"} 250")]
    [DataRow("chantal_last_verification_timestamp_seconds{mirror=\"rocky9\"} 1741845600")]
    [DataRow("chantal_last_verification_share{mirror=\"rocky9\"} 0.25")]
    [DataRow("chantal_last_verification_findings{mirror=\"rocky9\"} 2")]
    [DataRow("chantal_upstream_metadata_timestamp_seconds{mirror=\"rocky9\",part=\"BaseOS\"} 1741759200")]
    [DataRow("chantal_upstream_metadata_timestamp_seconds{mirror=\"rocky9\",part=\"AppStream\"} 1741672800")]
    [DataRow("chantal_upstream_valid_until_timestamp_seconds{mirror=\"rocky9\",part=\"BaseOS\"} 1742536800")]
    [DataRow("chantal_key_expiry_timestamp_seconds{mirror=\"rocky9\",key=\"AA\"} 1744524000")]
    [DataRow("chantal_waiting_advisories{mirror=\"rocky9\",channel=\"prod\",severity=\"critical\"} 2")]
    [DataRow("chantal_waiting_advisories{mirror=\"rocky9\",channel=\"prod\",severity=\"important\"} 0")]
    [DataRow("chantal_waiting_advisories{mirror=\"rocky9\",channel=\"prod\",severity=\"unrated\"} 1")]
    [DataRow("chantal_channel_info{mirror=\"rocky9\",channel=\"prod\",snapshot=\"2025-03\"} 1")]
    [DataRow("chantal_channel_since_seconds{mirror=\"rocky9\",channel=\"prod\"} 1741500000")]
    [DataRow("chantal_channel_state_time_seconds{mirror=\"rocky9\",channel=\"prod\"} 1741154400")]
    [DataRow("chantal_channel_valid_until_seconds{mirror=\"rocky9\",channel=\"prod\",part=\"BaseOS\"} 1741759200")]
    public void What_is_known_is_written(string line) => Assert.Contains($"\n{line}\n", SampleMetrics.Text);

    [TestMethod]
    public void What_is_not_known_is_left_out()
    {
        var text = Metrics.Write("rocky9", SampleMetrics.Report with { LastSuccess = null, StoreBytes = null }, new MirrorFacts());

        Assert.AreSequenceEqual(
            ["chantal_last_run_timestamp_seconds", "chantal_last_run_success", "chantal_last_run_duration_seconds", "chantal_last_run_errors", "chantal_last_run_warnings", "chantal_last_run_missing_files", "chantal_last_run_fetched_files", "chantal_last_run_fetched_bytes", "chantal_mirror_files", "chantal_mirror_bytes"],
            Declared(text));
    }

    [TestMethod]
    public void Prometheus_reads_them()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Root, "metrics.prom");
        File.WriteAllText(file, SampleMetrics.Text);

        Assert.AreEqual("", Encoding.UTF8.GetString(Shell.Require(directory.Root, "bash", "-c", $"{Promtool} check metrics < '{file}' 2>&1")));
    }

    [TestMethod]
    [DataRow("prometheus-rules.yml")]
    [DataRow("prometheus-rules.test.yml")]
    [DataRow("grafana-dashboard.json")]
    public void Every_metric_that_is_watched_is_one_that_is_written(string name)
    {
        var watched = Named().Matches(File.ReadAllText(Path.Combine(Monitoring, name))).Select(m => m.Value).Distinct().ToList();

        Assert.IsNotEmpty(watched);
        Assert.IsEmpty(watched.Except(Declared(SampleMetrics.Text)));
    }

    [TestMethod]
    public void Every_metric_is_on_the_dashboard() =>
        Assert.IsEmpty(Declared(SampleMetrics.Text).Except(Named().Matches(File.ReadAllText(Path.Combine(Monitoring, "grafana-dashboard.json"))).Select(m => m.Value)));

    [TestMethod]
    public void The_alerts_are_valid_and_fire_when_they_have_to()
    {
        Shell.Require(Monitoring, Promtool, "check", "rules", "--lint=all", "--lint-fatal", "prometheus-rules.yml");
        Shell.Require(Monitoring, Promtool, "test", "rules", "prometheus-rules.test.yml");
    }

    [TestMethod]
    public void Every_alert_has_a_test_and_says_what_to_do()
    {
        var rules = Alerts("prometheus-rules.yml", "alert");
        var tested = Alerts("prometheus-rules.test.yml", "alertname");

        Assert.IsGreaterThan(8, rules.Count);
        Assert.IsEmpty(rules.Except(tested));
        var text = File.ReadAllText(Path.Combine(Monitoring, "prometheus-rules.yml"));
        Assert.HasCount(rules.Count, Regex.Matches(text, "summary:"));
        Assert.HasCount(rules.Count, Regex.Matches(text, "description:"));
    }

    [TestMethod]
    public void The_dashboard_asks_what_Prometheus_understands()
    {
        using var directory = new TemporaryDirectory();
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Monitoring, "grafana-dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        foreach (var expression in panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!))
        {
            rules.Append(CultureInfo.InvariantCulture, $"      - {{ record: 'a:b', expr: {JsonSerializer.Serialize(expression)} }}\n");
        }

        Assert.AreAllDistinct(panels.Select(p => p.GetProperty("id").GetInt32()));
        Assert.IsTrue(panels.TrueForAll(p => p.GetProperty("gridPos").GetProperty("x").GetInt32() + p.GetProperty("gridPos").GetProperty("w").GetInt32() <= 24));
        File.WriteAllText(Path.Combine(directory.Root, "dashboard.yml"), rules.ToString());
        Shell.Require(directory.Root, Promtool, "check", "rules", "--lint=none", "dashboard.yml");
    }

    [TestMethod]
    public void Growth_is_the_average_of_the_last_two_weeks()
    {
        var now = new DateTime(2025, 3, 14, 6, 0, 0, DateTimeKind.Utc);
        RunReport Run(int day, long? bytes) => SampleMetrics.Report with { Ended = now.AddDays(-day), StoreBytes = bytes };

        Assert.AreEqual(new StoreGrowth(10, 14), StoreGrowth.Of([Run(30, 0), Run(14, 60), Run(3, null), Run(2, 5), Run(0, 200)]));
        Assert.AreEqual(new StoreGrowth(-2, 2), StoreGrowth.Of([Run(0, 6), Run(2, 10)]));
        Assert.IsNull(StoreGrowth.Of([Run(0, 6)]));
        Assert.IsNull(StoreGrowth.Of([Run(0, 6), SampleMetrics.Report with { Ended = now.AddHours(-3), StoreBytes = 5 }]));
        Assert.AreEqual(4, new StoreGrowth(250, 14).DaysUntilFull(new DiskSpace(1000, 4000)));
        Assert.IsNull(new StoreGrowth(0, 14).DaysUntilFull(new DiskSpace(1000, 4000)));
    }

    private static List<string> Declared(string text) => [.. Type().Matches(text).Select(m => m.Groups[1].Value)];

    private static List<string> Alerts(string file, string key)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Monitoring, file))));
        return [.. stream.Documents.Single().AllNodes.OfType<YamlMappingNode>().Where(m => m.Children.ContainsKey(key)).Select(m => m.Children[key].ToString()).Distinct()];
    }

    [GeneratedRegex(@"^# TYPE (\w+) gauge$", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("chantal_[a-z_]+")]
    private static partial Regex Named();
}
