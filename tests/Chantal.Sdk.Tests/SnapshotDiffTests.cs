using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a patch round brings is told before it is promoted.</summary>
[TestClass]
public sealed class SnapshotDiffTests : AptEndToEndTest
{
    [TestMethod]
    public void Packages_are_told_by_what_became_of_them()
    {
        var (upstream, server) = ServeSmall();
        var suite = upstream.Suite("stable").Add(
            "main", new BinaryPackage("up", "1.9", Architecture: "amd64"), new BinaryPackage("down", "2.0"), new BinaryPackage("gone"), new BinaryPackage("many", "1.0"), new BinaryPackage("many", "1.1"));
        upstream.Publish();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan", "-p:PublishSnapshot=false").Succeeded();
        suite.Replace("main", new BinaryPackage("up", "1.10", Architecture: "amd64")).Replace("main", new BinaryPackage("down", "1:0.5")).Replace("main", new BinaryPackage("down", "1.0"));
        suite.Remove("gone").Add("main", new BinaryPackage("new-one", "3")).Remove("many");
        suite.Add("main", new BinaryPackage("many", "1.0"), new BinaryPackage("many", "1.1"), new BinaryPackage("many", "1.2"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=feb", "-p:PublishSnapshot=false").Succeeded();

        var text = Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:To=feb").Succeeded().Output;

        Assert.Contains("2 upgraded, 1 downgraded, 1 added, 1 removed", text);
        using var diff = Diff(project, "jan", "feb");
        var packages = diff.RootElement.GetProperty("packages").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!);
        Assert.HasCount(5, packages);
        AssertChange(packages["up"], "upgraded", ["1.9"], ["1.10"]);
        AssertChange(packages["down"], "downgraded", ["2.0"], ["1.0"]);
        AssertChange(packages["gone"], "removed", ["1.0"], []);
        AssertChange(packages["new-one"], "added", [], ["3"]);
        AssertChange(packages["many"], "upgraded", ["1.1", "1.0"], ["1.2", "1.1", "1.0"]);
        Assert.IsGreaterThan(0, packages["up"].GetProperty("addedBytes").GetInt64());

        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:OutputFormat=markdown", "-p:OutputFile=diff.md").Succeeded();
        var markdown = File.ReadAllText(Workspace.PathOf("diff.md"));
        Assert.Contains("| upgraded | up (amd64) | 1.9 | 1.10 |", markdown);
    }

    [TestMethod]
    public void Equal_states_differ_in_nothing_and_channels_count_as_states()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        Assert.Contains("prod and head have the same packages", Workspace.Build(project, "-t:DiffSnapshot", "-p:From=prod").Succeeded().Output);
        using var diff = Diff(project, "jan", "head");
        Assert.AreEqual(0, diff.RootElement.GetProperty("packages").GetArrayLength());
        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=feb").FailedWith("CHANTAL6105");
        Workspace.Build(project, "-t:DiffSnapshot").FailedWith("CHANTAL2004");
    }

    private static void AssertChange(JsonElement package, string change, string[] from, string[] to)
    {
        Assert.AreEqual(change, package.GetProperty("change").GetString());
        Assert.AreSequenceEqual(from, package.GetProperty("from").EnumerateArray().Select(v => v.GetString()));
        Assert.AreSequenceEqual(to, package.GetProperty("to").EnumerateArray().Select(v => v.GetString()));
    }

    private JsonDocument Diff(string project, string from, string to)
    {
        Workspace.Build(project, "-t:DiffSnapshot", $"-p:From={from}", $"-p:To={to}", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();
        return JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
    }
}
