using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Guards keep a state from being published until somebody accepts it, and the history says who did.</summary>
[TestClass]
public sealed class GuardTests : AptEndToEndTest
{
    [TestMethod]
    [TestProperty("Advice", "CHANTAL6171")]
    [TestProperty("Advice", "CHANTAL6172")]
    public void What_a_guard_stopped_is_published_when_it_is_accepted_and_stands_in_the_history()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod><MaxRemovals>0</MaxRemovals>");
        Workspace.Build(project, "-p:MaxGrowth=1").Succeeded();
        Workspace.Build(project).DidNothing();
        var published = Tree.Read(Published);
        upstream.Suite("stable").Components["main"].Binaries.RemoveAll(p => p.Name == "lonely");
        upstream.Suite("stable").Add("main", new BinaryPackage("news"));
        upstream.Publish();

        var growth = Workspace.Build(project, "-p:MaxGrowth=1").FailedWith("CHANTAL6172");
        var refused = Workspace.Build(project).FailedWith("CHANTAL6171");
        var again = Workspace.Build(project).FailedWith("CHANTAL6171");

        Tree.AssertEqual(published, Tree.Read(Published));
        Assert.AreEqual(growth.Acceptance, refused.Acceptance);
        Assert.AreEqual(refused.Acceptance, again.Acceptance);
        Assert.AreSequenceEqual(["CHANTAL3310"], Workspace.Build(project, refused.Acceptance).Succeeded().Warnings);
        Tree.AssertMirrors(upstream.Root, Published);
        Workspace.Build(project).DidNothing();
        using var history = JsonDocument.Parse(new ChantalTool(Workspace.Root).Call("history", "--json", "-c", project).Ended(0).Output);
        var accepted = history.RootElement.EnumerateArray().Select(r => r.TryGetProperty("accepted", out var a) ? a.GetProperty("state").GetString() : null).Single(s => s is not null);
        Assert.AreEqual(refused.Acceptance.Split('=')[1], accepted);
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=one").Succeeded();
        foreach (var file in (string[])[Workspace.PathOf("store", "refs", "mirrors", Mirror), Workspace.PathOf("store", "refs", "snapshots", "one", Mirror)])
        {
            using var stated = JsonDocument.Parse(File.ReadAllText(file));
            Assert.AreEqual(accepted, stated.RootElement.GetProperty("accepted").GetProperty("state").GetString());
            Assert.AreEqual(Environment.MachineName, stated.RootElement.GetProperty("accepted").GetProperty("actor").GetProperty("host").GetString());
        }

        Assert.Contains(accepted!, File.ReadAllText(Workspace.Published($"snapshots/one/{Mirror}.intoto.json")));
        Workspace.Build(project, "-t:Report", "-p:OutputFile=report.html").Succeeded();
        Assert.Contains($"accepted by {Environment.UserName}@", File.ReadAllText(Workspace.PathOf("report.html")));
    }
}
