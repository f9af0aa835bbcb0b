using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The history speaks for every agent that works on a store, whatever its own index remembers.</summary>
[TestClass]
public sealed class HistoryTests : AptEndToEndTest
{
    [TestMethod]
    public void A_first_sync_that_started_over_and_succeeded_did_not_fail()
    {
        var (_, server) = ServeSmall();
        server.Inject("pool/main/l/lonely/lonely_1.0_all.deb", Fault.FlippedByte.Times(2));
        var project = Define(server.Uri);

        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["succeeded"], Outcomes(project));
    }

    [TestMethod]
    public void Runs_of_all_agents_on_a_store_are_told_by_each_of_them()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        var (first, second) = (Index("first"), Index("second"));
        Workspace.Build(project, first).Succeeded();
        upstream.Suite("stable").Add("main", new BinaryPackage("news"));
        upstream.Publish();
        Workspace.Build(project, second).Succeeded();
        server.Inject("dists/stable/InRelease", Fault.Status(404));
        server.Inject("dists/stable/Release", Fault.Status(404));
        Workspace.Build(project, first).FailedWith("CHANTAL2102");

        Assert.AreSequenceEqual(["failed", "succeeded", "succeeded"], Outcomes(project, first));
        Assert.AreSequenceEqual(["failed", "succeeded", "succeeded"], Outcomes(project, second));
    }

    [TestMethod]
    public void A_promotion_is_told_with_who_did_it_and_a_statement_of_it_lies_beside_the_channel()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=one").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=one").Succeeded();

        Assert.AreSequenceEqual(["succeeded", "promoted"], Outcomes(project));
        using var history = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("history.json")));
        var promoted = history.RootElement.EnumerateArray().Last();
        Assert.AreEqual(("prod", "one"), (promoted.GetProperty("channel").GetString(), promoted.GetProperty("snapshot").GetString()));
        Assert.AreEqual(Environment.MachineName, promoted.GetProperty("by").GetProperty("host").GetString());
        var statements = Directory.GetFiles(Workspace.PathOf("store", "publish"), "*.intoto.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.AreSequenceEqual(["channels/prod", "snapshots/one"], statements.Select(s => Path.GetRelativePath(Workspace.PathOf("store", "publish"), Path.GetDirectoryName(s)!)));
        foreach (var statement in statements.Select(s => JsonDocument.Parse(File.ReadAllText(s)).RootElement))
        {
            Assert.AreEqual("https://in-toto.io/Statement/v1", statement.GetProperty("_type").GetString());
            Assert.AreEqual(promoted.GetProperty("generation").GetString(), statement.GetProperty("subject")[0].GetProperty("digest").GetProperty("sha256").GetString());
        }

        var before = File.GetLastWriteTimeUtc(statements[0]);
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=one").Succeeded();
        Assert.AreEqual(before, File.GetLastWriteTimeUtc(statements[0]));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6126")]
    public void A_signed_statement_is_verified_repaired_and_carried_to_the_far_side_as_it_is()
    {
        var (_, server) = ServeSmall();
        Keys.Stranger.ExportSecret(Workspace.PathOf("signing.key"));
        var project = Define(server.Uri, items: """<Package Include="lonely" />""", properties: "<Metadata>Regenerate</Metadata><SigningKey>signing.key</SigningKey>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=one").Succeeded();
        var statement = Workspace.Published($"snapshots/one/{Mirror}.intoto.json");
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
        var text = File.ReadAllText(statement);
        File.WriteAllText(statement, text.Replace(Environment.MachineName, "elsewhere", StringComparison.Ordinal));
        Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL6126");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();
        Assert.AreEqual(text, File.ReadAllText(statement));
        File.WriteAllText(statement + ".asc", "no signature");
        Workspace.Build(project, "-t:Verify", "-p:SnapshotName=one").FailedWith("CHANTAL6126");
        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Workspace.Build(project, "-t:Export", "-p:SnapshotName=one", "-p:Bundle=one.tar").Succeeded();
        var far = $"-p:StoreRoot={Workspace.PathOf("far")}";
        Workspace.Build(project, far, "-t:Import", "-p:Bundle=one.tar").Succeeded();

        var arrived = Workspace.PathOf("far", "publish", "snapshots", "one", $"{Mirror}.intoto.json");
        Assert.AreSequenceEqual(File.ReadAllBytes(statement), File.ReadAllBytes(arrived));
        Assert.AreSequenceEqual(File.ReadAllBytes(statement + ".asc"), File.ReadAllBytes(arrived + ".asc"));
        Assert.Contains(": 0 faults", Workspace.Build(project, far, "-t:Verify").Succeeded().Output);
    }

    private string Index(string agent) => $"-p:IndexPath={Workspace.PathOf(agent, "index.db")}";

    private List<string> Outcomes(string project, params string[] arguments)
    {
        Workspace.Build(project, ["-t:History", "-p:OutputFormat=json", "-p:OutputFile=history.json", .. arguments]).Succeeded();
        using var history = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("history.json")));
        return [.. history.RootElement.EnumerateArray().Select(r => r.GetProperty("outcome").GetString()!)];
    }
}
