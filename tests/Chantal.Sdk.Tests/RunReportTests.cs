using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a sync says about itself when it has ended, however it ended: a report, and metrics.</summary>
[TestClass]
public sealed class RunReportTests : AptEndToEndTest
{
    private const string Big = "pool/main/b/big/big_1.0_amd64.deb";

    private string MetricsFile => Workspace.PathOf("metrics", "chantal_mirror.prom");

    [TestMethod]
    public void A_sync_reports_what_it_did_and_the_next_one_that_there_was_nothing_to_do()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);

        Workspace.Build(project, "-p:RunId=first").Succeeded();
        var first = LastRun();
        Workspace.Build(project, "-p:RunId=second").DidNothing();
        var second = LastRun();

        Assert.AreEqual("chantal-run", first.GetProperty("format").GetString());
        Assert.AreEqual("first", first.GetProperty("run").GetString());
        Assert.AreEqual("succeeded", first.GetProperty("outcome").GetString());
        Assert.AreEqual(10, first.GetProperty("fetchedFiles").GetInt32());
        Assert.IsGreaterThan(0, first.GetProperty("storeBytes").GetInt64());
        Assert.Contains("StoreArtifacts", Steps(first));
        Assert.AreEqual("second", second.GetProperty("run").GetString());
        Assert.AreEqual(0, second.GetProperty("fetchedFiles").GetInt32());
        Assert.DoesNotContain("StoreArtifacts", Steps(second));
        Assert.IsFalse(second.TryGetProperty("storeBytes", out _));
        foreach (var same in (string[])["generation", "files", "bytes"])
        {
            Assert.AreEqual(first.GetProperty(same).ToString(), second.GetProperty(same).ToString(), same);
        }

        Assert.AreEqual(Tree.Read(Published).Paths.Count, second.GetProperty("files").GetInt32());
        Assert.IsGreaterThan(first.GetProperty("lastSuccess").GetDateTime(), second.GetProperty("lastSuccess").GetDateTime());
        Assert.HasCount(2, File.ReadAllLines(Workspace.State(Mirror, "runs.jsonl")));
    }

    [TestMethod]
    public void A_sync_that_fails_reports_its_codes_and_when_one_last_succeeded()
    {
        var (upstream, server) = ServeSmall();
        Directory.CreateDirectory(Workspace.PathOf("metrics"));
        var project = Define(server.Uri, properties: "<MetricsDirectory>metrics</MetricsDirectory>");
        Workspace.Build(project).Succeeded();
        var success = LastRun().GetProperty("lastSuccess").GetString();
        AssertMetrics("chantal_last_run_success{mirror=\"mirror\"} 1", "chantal_last_run_errors{mirror=\"mirror\"} 0", "chantal_mirror_files{mirror=\"mirror\"} 21", "chantal_disk_free_bytes{mirror=\"mirror\"} ", "chantal_upstream_metadata_timestamp_seconds{mirror=\"mirror\",part=\"dists/stable\"} ");

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        server.Inject("pool/main/l/lonely/lonely_1.1_all.deb", Fault.FlippedByte);
        Workspace.Build(project).FailedWith("CHANTAL4903");

        var report = LastRun();
        Assert.AreEqual("failed", report.GetProperty("outcome").GetString());
        Assert.AreEqual(success, report.GetProperty("lastSuccess").GetString());
        Assert.AreEqual(1, report.GetProperty("missing").GetInt32());
        Assert.AreSequenceEqual(["CHANTAL3201", "CHANTAL4903"], Codes(report));
        AssertMetrics("chantal_last_run_success{mirror=\"mirror\"} 0", "chantal_last_run_missing_files{mirror=\"mirror\"} 1", "chantal_last_success_timestamp_seconds{mirror=\"mirror\"}");
    }

    [TestMethod]
    [DataRow("no-such-suite", "", "CHANTAL2102")]
    [DataRow("stable", "<LinkMode>soft</LinkMode>", "CHANTAL2003")]
    [DataRow("stable", "<VerifySignatures>maybe</VerifySignatures>", "CHANTAL2003")]
    public void A_sync_that_fails_before_it_has_a_plan_reports_that_too(string suites, string properties, string code)
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, suites, properties: properties)).FailedWith(code);

        Assert.AreEqual("failed", LastRun().GetProperty("outcome").GetString());
        Assert.AreEqual(code, Codes(LastRun()).First());
        Assert.IsFalse(LastRun().TryGetProperty("lastSuccess", out _));
    }

    [TestMethod]
    public void A_sync_that_fails_outside_of_Chantal_is_reported_as_failed()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", """
            <Target Name="Notify" BeforeTargets="StoreArtifacts"><Exec Command="false" /></Target>
            </Project>
            """, StringComparison.Ordinal));

        Assert.AreNotEqual(0, Workspace.Build(project).ExitCode);

        Assert.AreEqual("failed", LastRun().GetProperty("outcome").GetString());
    }

    [TestMethod]
    public void A_sync_that_starts_over_is_one_run()
    {
        var (_, server) = ServeSmall();
        server.Inject("pool/main/l/lonely/lonely_1.0_all.deb", Fault.FlippedByte.Times(2));

        Workspace.Build(Define(server.Uri, properties: "<LogFile>run.jsonl</LogFile>")).Succeeded();

        Assert.AreEqual("succeeded", LastRun().GetProperty("outcome").GetString());
        Assert.AreSequenceEqual(["StoreArtifacts", "StoreArtifacts"], Steps(LastRun()).Where(step => step == "StoreArtifacts"));
        Assert.AreEqual(10, LastRun().GetProperty("fetchedFiles").GetInt32());
        Assert.HasCount(1, File.ReadAllLines(Workspace.State(Mirror, "runs.jsonl")));
        Assert.HasCount(1, File.ReadAllLines(Workspace.PathOf("run.jsonl")).Where(line => line.Contains("\"event\":\"summary\"", StringComparison.Ordinal)));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public async Task A_second_sync_is_refused_and_leaves_the_report_to_the_first_one()
    {
        var (upstream, server) = ServeSmall();
        var stall = Fault.Stalled(10);
        server.Inject("pool/main/l/lonely/lonely_1.0_all.deb", stall);
        var project = Define(server.Uri, architectures: "", properties: "<TransferTimeout>1h</TransferTimeout>");
        using var build = Workspace.StartBuild(project, "-p:RunId=first");
        await build.Until(stall.Reached);

        Workspace.DotnetBuild(project, "-p:RunId=second", "-p:LockTimeout=0").FailedWith("CHANTAL4004");
        Assert.IsFalse(File.Exists(Workspace.State(Mirror, "last-run.json")));
        server.Heal();
        stall.Release();
        build.WaitForExit().Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreEqual("first", LastRun().GetProperty("run").GetString());
    }

    [TestMethod]
    public void Metrics_that_cannot_be_written_are_a_warning()
    {
        var (_, server) = ServeSmall();

        var build = Workspace.Build(Define(server.Uri, properties: "<MetricsDirectory>/proc/no-such-place</MetricsDirectory>")).Succeeded();

        Assert.Contains("CHANTAL6302", build.Warnings);
        Assert.AreEqual("succeeded", LastRun().GetProperty("outcome").GetString());
    }

    [TestMethod]
    public void A_plan_is_no_sync()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);

        Workspace.Build(project, "-t:Plan").Succeeded();
        Workspace.Build(project, "-p:DryRun=true").Succeeded();

        Assert.IsFalse(File.Exists(Workspace.State(Mirror, "last-run.json")));
    }

    private void AssertMetrics(params string[] lines)
    {
        var text = File.ReadAllText(MetricsFile);
        foreach (var line in lines)
        {
            Assert.Contains(line, text);
        }

        Assert.AreEqual("rw-r--r--", Command.Output("stat", "-c", "%A", MetricsFile).Trim()[1..]);
        Assert.HasCount(1, Directory.GetFiles(Workspace.PathOf("metrics")));
        Command.Output("bash", "-c", $"/var/tmp/chantal-promtool check metrics < '{MetricsFile}'");
    }

    private static IEnumerable<string> Steps(JsonElement report) => report.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()!);

    private static IEnumerable<string> Codes(JsonElement report) => report.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()!);

    private JsonElement LastRun() => JsonDocument.Parse(File.ReadAllText(Workspace.State(Mirror, "last-run.json"))).RootElement;
}
