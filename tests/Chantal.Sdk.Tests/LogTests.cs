using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The log of a build: by MSBuild's logger, and by the file that a definition names.</summary>
[TestClass]
public sealed class LogTests : AptEndToEndTest
{
    private const string Lonely = "pool/main/l/lonely/lonely_1.0_all.deb";

    private string Log => Workspace.PathOf("run.jsonl");

    private static string Logger => $"-logger:Chantal.Tasks.JsonLogger,{Checkout.Root}/artifacts/tasks/Chantal.Tasks.dll;file=run.jsonl";

    [TestMethod]
    [TestCategory("Outer")]
    public void The_logger_of_a_plain_build_says_each_step_file_and_retry()
    {
        var (upstream, server) = ServeSmall();
        server.Inject(Lonely, Fault.Status(503).Times(1));

        Workspace.DotnetBuild(Define(server.Uri), Logger, "-p:RunId=nightly-7").Succeeded();

        var lines = Read();
        AssertIsOneSync(lines, upstream);
        Assert.IsTrue(lines.All(line => Text(line, "run") == "nightly-7"));
    }

    [TestMethod]
    public void The_log_file_of_a_definition_says_the_same()
    {
        var (upstream, server) = ServeSmall();
        server.Inject(Lonely, Fault.Status(503).Times(1));
        var project = Define(server.Uri, properties: "<LogFile>run.jsonl</LogFile>");

        Workspace.Build(project).Succeeded();

        AssertIsOneSync(Read(), upstream);
        Assert.HasCount(1, Runs());

        Workspace.Build(project).Succeeded();
        Assert.HasCount(2, Runs());
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void The_logs_of_all_mirrors_of_an_estate_are_one()
    {
        var (_, server) = ServeSmall();
        Directory.CreateDirectory(Workspace.PathOf("mirrors"));
        File.Move(Define(server.Uri), Workspace.PathOf("mirrors", "one.proj"));
        File.Copy(Workspace.PathOf("mirrors", "one.proj"), Workspace.PathOf("mirrors", "two.proj"));
        File.Move(Define(server.Uri, suites: "no-such-suite"), Workspace.PathOf("mirrors", "three.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="mirrors/*.proj" /></ItemGroup>
            """);

        Workspace.DotnetBuild(estate, "-m:3", "-p:LogFile=run.jsonl", Logger.Replace("run.jsonl", "logger.jsonl", StringComparison.Ordinal)).FailedWith("CHANTAL2002");

        foreach (var lines in (List<JsonElement>[])[Read(), Read("logger.jsonl")])
        {
            Assert.HasCount(1, Runs(lines));
            Assert.AreSequenceEqual(["one", "three", "two"], Of(lines, "summary").Select(line => Text(line, "mirror")).Order(StringComparer.Ordinal));
            var error = Of(lines, "error").Single(line => Text(line, "code") == "CHANTAL2102");
            Assert.AreEqual("three", Text(error, "mirror"));
            Assert.AreEqual("error", Text(error, "level"));
        }
    }

    [TestMethod]
    public void A_log_may_be_text()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri), "-p:LogFile=logs/run.log", "-p:LogFormat=text").Succeeded();

        var lines = File.ReadAllLines(Workspace.PathOf("logs", "run.log"));
        Assert.IsTrue(lines.Any(line => line.EndsWith("info    mirror: Planned 27 files.", StringComparison.Ordinal)), string.Join('\n', lines));
    }

    [TestMethod]
    public void A_log_that_cannot_be_written_and_an_unknown_format_are_refused()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);

        Workspace.Build(project, "-p:LogFile=/proc/no-such-place/run.jsonl").FailedWith("CHANTAL6301");
        Workspace.Build(project, "-p:LogFile=run.jsonl", "-p:LogFormat=xml").FailedWith("CHANTAL2003");
        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void A_hostile_name_cannot_forge_a_line()
    {
        const string Hostile = "../##vso[task.setvariable variable=a]b\u001b[31m\r\u2028{\"level\":\"info\"}.deb";
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("evil") { PoolPath = "pool/evil.deb", StatedPath = Hostile });
        var (_, server) = Serve(upstream);
        var project = Define(server.Uri, architectures: "");

        Workspace.DotnetBuild(project, Logger, "-p:LogFile=own.jsonl").FailedWith("CHANTAL3101");
        Workspace.DotnetBuild(project, "-p:LogFile=own.log", "-p:LogFormat=text").FailedWith("CHANTAL3101");

        foreach (var file in (string[])[Log, Workspace.PathOf("own.jsonl"), Workspace.PathOf("own.log"), Workspace.State(Mirror, "last-run.json"), Workspace.State(Mirror, "runs.jsonl")])
        {
            var text = File.ReadAllText(file);
            Assert.Contains("task.setvariable", text);
            Assert.DoesNotContain("##vso[", text);
            Assert.IsFalse(text.Any(c => (char.IsControl(c) && c != '\n') || c == '\u2028'), file);
        }

        Assert.IsNotEmpty(Of(Read(), "error"));
        Assert.IsNotEmpty(Of(Read("own.jsonl"), "error"));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Credentials_reach_no_log_no_report_and_no_metrics()
    {
        var (_, server) = ServeSmall();
        Directory.CreateDirectory(Workspace.PathOf("metrics"));
        File.WriteAllText(Workspace.PathOf("netrc"), "machine 127.0.0.1 login someone password open-sesame");
        File.SetUnixFileMode(Workspace.PathOf("netrc"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        const string Properties = "<LogFile>own.jsonl</LogFile><MetricsDirectory>metrics</MetricsDirectory><NetrcFile>netrc</NetrcFile>";
        var refused = Workspace.DotnetBuild(Define(server.Uri.Replace("http://", "http://someone:open-sesame@", StringComparison.Ordinal), properties: Properties), Logger).FailedWith("CHANTAL1014");
        Assert.DoesNotContain("open-sesame", refused.Output);
        var project = Define($"{server.Uri}?token=open-sesame", properties: Properties);
        server.Inject(Lonely, Fault.Status(503));

        var build = Workspace.DotnetBuild(project, Logger).FailedWith("CHANTAL4903");
        server.Heal();
        Workspace.DotnetBuild(project, Logger, "-t:Sync;Report").Succeeded();

        Assert.DoesNotContain("open-sesame", build.Output);
        foreach (var file in (string[])[Log, Workspace.PathOf("own.jsonl"), Workspace.PathOf("metrics", "chantal_mirror.prom"), Workspace.State(Mirror, "last-run.json"), Workspace.State(Mirror, "runs.jsonl"), Workspace.PathOf("store", "report.html")])
        {
            Assert.DoesNotContain("open-sesame", File.ReadAllText(file), file);
        }
    }

    private static void AssertIsOneSync(List<JsonElement> lines, AptUpstream upstream)
    {
        Assert.IsTrue(lines.All(line => Text(line, "mirror") == Mirror));
        foreach (var phase in (string[])["begin", "end"])
        {
            var steps = Of(lines, "step").Where(line => Text(line, "phase") == phase).Select(line => Text(line, "step"));
            Assert.AreSequenceEqual(["FetchUpstream", "ResolvePlan", "StoreArtifacts", "LinkPublish"], steps.Where(step => step != "CheckDefinition"));
        }

        var file = Of(lines, "file").Single(line => Text(line, "path") == Lonely);
        Assert.AreEqual(new FileInfo(Path.Combine(upstream.Root, Lonely)).Length, file.GetProperty("bytes").GetInt64());
        Assert.StartsWith("127.0.0.1:", Text(file, "upstream"));
        var retry = Of(lines, "retry").Single();
        Assert.EndsWith(Lonely, Text(retry, "url"));
        Assert.AreEqual(2, retry.GetProperty("attempt").GetInt32());
        var summary = Of(lines, "summary").Single();
        Assert.AreEqual("succeeded", Text(summary, "outcome"));
        Assert.AreEqual(0, summary.GetProperty("missing").GetInt32());
        Assert.IsEmpty(Of(lines, "error"));
    }

    private static IEnumerable<JsonElement> Of(List<JsonElement> lines, string name) => lines.Where(line => Text(line, "event") == name);

    private static string Text(JsonElement line, string field) => line.GetProperty(field).GetString()!;

    private IEnumerable<string> Runs() => Runs(Read());

    private static IEnumerable<string> Runs(List<JsonElement> lines) => lines.Select(line => Text(line, "run")).Distinct();

    private List<JsonElement> Read(string file = "run.jsonl") => [.. File.ReadLines(Workspace.PathOf(file)).Select(line => JsonDocument.Parse(line).RootElement)];
}
