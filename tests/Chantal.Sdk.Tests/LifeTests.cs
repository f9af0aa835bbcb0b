using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The store over months: what it holds, what for, and what it can do without.</summary>
[TestClass]
public sealed class LifeTests : AptEndToEndTest
{
    [TestMethod]
    public void Garbage_is_what_neither_heads_nor_snapshots_need()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();

        Assert.Contains("Removed 0 contents", Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0").Succeeded().Output);
        Workspace.Build(project, "-t:DeleteSnapshot", "-p:SnapshotName=jan").Succeeded();
        Assert.Contains("Removed 0 contents", Workspace.Build(project, "-t:CollectGarbage").Succeeded().Output);
        var blobs = Workspace.Blobs().Count;
        Assert.Contains("Would remove", Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0", "-p:DryRun=true").Succeeded().Output);
        Assert.HasCount(blobs, Workspace.Blobs());
        Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0").Succeeded();

        Assert.IsLessThan(blobs, Workspace.Blobs().Count);
        Workspace.Build(project, "-t:Verify").Succeeded();
        server.Forget();
        Workspace.Build(project).DidNothing();
        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    public void Statistics_and_history_are_for_people_and_for_programs()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();

        Assert.Contains("are shared", Workspace.Build(project, "-t:Statistics").Succeeded().Output);
        Workspace.Build(project, "-t:Statistics", "-p:OutputFormat=json", "-p:OutputFile=statistics.json").Succeeded();
        using var statistics = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("statistics.json")));
        Assert.AreSequenceEqual(["mirror", "snapshot"], statistics.RootElement.GetProperty("states").EnumerateArray().Select(s => s.GetProperty("kind").GetString()));
        Assert.AreEqual(0, statistics.RootElement.GetProperty("states")[0].GetProperty("exclusiveBytes").GetInt64());

        Assert.Contains(Mirror, Workspace.Build(project, "-t:History").Succeeded().Output);
        Workspace.Build(project, "-t:History", "-p:OutputFormat=json", "-p:OutputFile=history.json").Succeeded();
        using var history = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("history.json")));
        Assert.AreEqual(Mirror, history.RootElement[0].GetProperty("mirror").GetString());
        Assert.AreEqual(0, history.RootElement[0].GetProperty("missing").GetInt32());
    }
}
