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

    [TestMethod]
    public void Every_run_is_in_the_history_also_one_that_failed_and_one_that_had_nothing_to_do()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project).DidNothing();
        server.Inject("dists/stable/InRelease", Fault.Status(404));
        server.Inject("dists/stable/Release", Fault.Status(404));
        Workspace.Build(project).FailedWith("CHANTAL2102");
        server.Heal();
        upstream.Suite("stable").Add("main", new BinaryPackage("news"));
        upstream.Publish();
        server.Inject("pool/main/n/news/news_1.0_all.deb", Fault.NotFound);
        Assert.AreNotEqual(0, Workspace.Build(project).ExitCode);

        Workspace.Build(project, "-t:History", "-p:OutputFormat=json", "-p:OutputFile=history.json").Succeeded();
        using var history = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("history.json")));
        Assert.AreSequenceEqual(
            ["failed False", "failed False CHANTAL2102", "succeeded True", "succeeded False"],
            history.RootElement.EnumerateArray().Select(r => $"{r.GetProperty("outcome").GetString()} {r.GetProperty("idle").GetBoolean()}{(r.GetProperty("code").GetString() is "CHANTAL2102" and var code ? $" {code}" : "")}"));
        Assert.AreEqual(1, history.RootElement[0].GetProperty("missing").GetInt32());
        var table = Workspace.Build(project, "-t:History").Succeeded().Output;
        Assert.Contains("nothing new upstream", table);
        Assert.Contains("CHANTAL2102: ", table);
    }

    [TestMethod]
    public void Every_page_says_the_same_size_of_a_mirror_and_a_plan_what_of_it_may_not_be_fetched()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        foreach (var absent in (string[])["dists/stable/main/binary-amd64/Packages", "dists/stable/main/binary-all/Packages"])
        {
            server.Inject(absent, Fault.NotFound);
        }

        var first = Summary();
        var fetched = Report(Workspace.Build(project).Succeeded()).GetProperty("fetchedBytes").GetInt64();
        var again = Summary();

        // What was fetched is what the plan was sure of, and at most what it named.
        Assert.IsGreaterThanOrEqualTo(Bytes(first, "transfer") - first.GetProperty("twins").GetProperty("bytes").GetInt64(), fetched);
        Assert.IsLessThanOrEqualTo(Bytes(first, "transfer"), fetched);
        Assert.AreEqual(0, Bytes(again, "transfer"));
        Assert.AreEqual(0, again.GetProperty("twins").GetProperty("bytes").GetInt64());
        long[] sizes = [Bytes(again, "total"), Number("ListMirrors", r => r[0].GetProperty("bytes")), Number("Status", r => r[0].GetProperty("bytes")), Number("Statistics", r => r.GetProperty("states")[0].GetProperty("bytes"))];
        Assert.HasCount(1, sizes.Distinct(), string.Join(' ', sizes));

        JsonElement Summary()
        {
            Workspace.Build(project, "-t:Plan").Succeeded();
            return JsonDocument.Parse(File.ReadAllText(Workspace.State(Mirror, "plan-summary.json"))).RootElement;
        }

        JsonElement Report(BuildResult _) => JsonDocument.Parse(File.ReadAllText(Workspace.State(Mirror, "last-run.json"))).RootElement;

        static long Bytes(JsonElement summary, string part) => summary.GetProperty("all").GetProperty(part).GetProperty("bytes").GetInt64();

        long Number(string target, Func<JsonElement, JsonElement> of)
        {
            Workspace.Build(project, $"-t:{target}", "-p:OutputFormat=json", "-p:OutputFile=out.json").Succeeded();
            return of(JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("out.json"))).RootElement).GetInt64();
        }
    }
}
