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

    private string Index(string agent) => $"-p:IndexPath={Workspace.PathOf(agent, "index.db")}";

    private List<string> Outcomes(string project, params string[] arguments)
    {
        Workspace.Build(project, ["-t:History", "-p:OutputFormat=json", "-p:OutputFile=history.json", .. arguments]).Succeeded();
        using var history = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("history.json")));
        return [.. history.RootElement.EnumerateArray().Select(r => r.GetProperty("outcome").GetString()!)];
    }
}
