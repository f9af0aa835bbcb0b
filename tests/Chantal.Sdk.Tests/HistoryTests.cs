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

    private string Index(string agent) => $"-p:IndexPath={Workspace.PathOf(agent, "index.db")}";

    private List<string> Outcomes(string project, params string[] arguments)
    {
        Workspace.Build(project, ["-t:History", "-p:OutputFormat=json", "-p:OutputFile=history.json", .. arguments]).Succeeded();
        using var history = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("history.json")));
        return [.. history.RootElement.EnumerateArray().Select(r => r.GetProperty("outcome").GetString()!)];
    }
}
