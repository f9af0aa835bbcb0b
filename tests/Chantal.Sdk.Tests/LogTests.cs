using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a build leaves behind for programs: logs, run reports, metrics.</summary>
[TestClass]
public sealed class LogTests : AptEndToEndTest
{
    private string Log => Workspace.PathOf("run.jsonl");

    private static string Logger => $"-logger:Chantal.Tasks.JsonLogger,{Checkout.Root}/artifacts/tasks/Chantal.Tasks.dll;file=run.jsonl";

    [TestMethod]
    public void The_logger_of_a_plain_build_says_each_step_and_file()
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define(server.Uri), Logger, "-p:RunId=nightly-7").Succeeded();

        var lines = Read(Log);
        AssertIsOneSync(lines, upstream);
        Assert.IsTrue(lines.All(line => line.GetProperty("run").GetString() == "nightly-7"));
    }

    [TestMethod]
    public void A_log_file_of_the_definition_says_the_same()
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, properties: "<LogFile>run.jsonl</LogFile>")).Succeeded();

        var lines = Read(Log);
        AssertIsOneSync(lines, upstream);
        Assert.HasCount(1, lines.Select(line => line.GetProperty("run").GetString()).Distinct());
    }

    private static void AssertIsOneSync(List<JsonElement> lines, AptUpstream upstream)
    {
        Assert.IsTrue(lines.All(line => line.GetProperty("mirror").GetString() == Mirror));
        var steps = Of(lines, "step").Where(line => line.GetProperty("phase").GetString() == "end").Select(line => line.GetProperty("step").GetString()).ToList();
        Assert.AreSequenceEqual(["FetchUpstream", "ResolvePlan", "StoreArtifacts", "LinkPublish"], steps.Where(step => step is not ("CheckDefinition" or "RecordDefinition")));
        var file = Of(lines, "file").Single(line => line.GetProperty("path").GetString()!.EndsWith("lonely_1.0_all.deb", StringComparison.Ordinal));
        Assert.AreEqual(new FileInfo(Path.Combine(upstream.Root, file.GetProperty("path").GetString()!)).Length, file.GetProperty("bytes").GetInt64());
        var summary = Of(lines, "summary").Single();
        Assert.AreEqual("succeeded", summary.GetProperty("outcome").GetString());
        Assert.AreEqual(0, summary.GetProperty("missing").GetInt32());
        Assert.IsEmpty(Of(lines, "error"));
    }

    private static IEnumerable<JsonElement> Of(List<JsonElement> lines, string name) => lines.Where(line => line.GetProperty("event").GetString() == name);

    private static List<JsonElement> Read(string file) => [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
}
