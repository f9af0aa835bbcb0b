using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What build agents run: the scripts of the pipelines, in a checkout, on a store that agents share.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PipelineTests : AptEndToEndTest
{
    private const string Lonely = "pool/main/l/lonely/lonely_1.0_all.deb";

    private AgentRepository Repository => field ??= new AgentRepository(Workspace);

    [TestMethod]
    public async Task Agents_sync_mirrors_side_by_side_into_one_store_each_with_its_own_index()
    {
        var (upstream, server) = ServeSmall();
        var other = Own(new UpstreamServer(upstream.Root));
        Repository.Define("one", server.Uri);
        Repository.Define("two", other.Uri);
        var (stall, otherStall) = (Fault.Stalled(10), Fault.Stalled(10));
        server.Inject(Lonely, stall);
        other.Inject(Lonely, otherStall);

        using (var one = Repository.Start("east", "sync-mirror", "one"))
        using (var two = Repository.Start("west", "sync-mirror", "two"))
        {
            // Each is in the middle while the other is.
            await one.Until(stall.Reached);
            await two.Until(otherStall.Reached);
            server.Heal();
            other.Heal();
            stall.Release();
            otherStall.Release();
            one.WaitForExit().Succeeded();
            two.WaitForExit().Succeeded();
        }

        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));
        Assert.IsTrue(File.Exists(Repository.IndexOf("east")) && File.Exists(Repository.IndexOf("west")));
        Assert.IsFalse(File.Exists(Workspace.PathOf("store/index.db")));

        // Another agent, a fresh checkout: what is up to date stays so.
        Directory.Delete(Repository.PathOf("mirrors"), recursive: true);
        Directory.CreateDirectory(Repository.PathOf("mirrors"));
        Repository.Define("one", server.Uri);
        Repository.Environment["CHANTAL_OPTIONS"] = "-v:n -p:MaxRetries=2";
        using var again = Repository.Start("west", "sync-mirror", "one", "-p:MaxParallelDownloads=2");
        again.WaitForExit().DidNothing();
    }

    [TestMethod]
    [DataRow(Signal.Interrupt, false)]
    [DataRow(Signal.Terminate, false)]
    [DataRow(Signal.Terminate, true, DisplayName = "Terminate, where the agent started the job with SIGINT ignored")]
    public async Task A_job_that_is_ended_fails_and_leaves_what_is_published(Signal signal, bool ignoresInterrupts)
    {
        Repository.IgnoresInterrupts = ignoresInterrupts;
        var (upstream, server) = ServeSmall();
        Repository.Define("one", server.Uri);
        Repository.Run("sync-mirror", "one").Succeeded();
        var before = Tree.Read(Workspace.Published("one"));
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        var stall = Fault.Stalled(10);
        server.Inject("pool/main/l/lonely/lonely_1.1_all.deb", stall);

        using (var job = Repository.Start("agent", "sync-all"))
        {
            await job.Until(stall.Reached);
            job.Send(signal);
            Assert.AreEqual(130, job.WaitForExit().ExitCode);
        }

        Tree.AssertEqual(before, Tree.Read(Workspace.Published("one")));
        server.Heal();
        Repository.Run("sync-all").Succeeded();
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
    }

    [TestMethod]
    public void An_agent_without_an_SDK_installs_the_one_that_it_is_given()
    {
        Repository.Define("one", "http://192.0.2.1/");
        var real = Command.Output("sh", "-c", "readlink -f \"$(command -v dotnet)\"").Trim();
        Program("absent/dotnet", "exit 1");
        Program("archive/dotnet", $"exec {real} \"$@\"");
        Command.Output("tar", "-C", Workspace.PathOf("archive"), "-czf", Workspace.PathOf("sdk.tar.gz"), "dotnet");
        Repository.Environment["PATH"] = $"{Workspace.PathOf("absent")}:{Environment.GetEnvironmentVariable("PATH")}";
        Repository.Environment["CHANTAL_DOTNET"] = Workspace.PathOf("installed");
        Repository.Environment["CHANTAL_DOTNET_ARCHIVE"] = Workspace.PathOf("sdk.tar.gz");

        Assert.Contains("one\n", Repository.Run("list-mirrors").Succeeded().Output);
        File.Delete(Workspace.PathOf("sdk.tar.gz"));
        Assert.AreEqual("one\n", Repository.Run("list-mirrors").Succeeded().Output);

        void Program(string path, string line)
        {
            Files.Write(Workspace.PathOf(path), Encoding.UTF8.GetBytes($"#!/bin/sh\n{line}\n"));
            File.SetUnixFileMode(Workspace.PathOf(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [TestMethod]
    public void A_comment_says_what_each_sync_would_do_and_what_the_channel_lacks()
    {
        var (upstream, server) = ServeSmall();
        Repository.Define("one", server.Uri);
        Repository.Define("two", server.Uri);
        var comment = Workspace.PathOf("plan.md");

        Repository.Run("plan-comment", comment).Succeeded();
        Assert.IsEmpty(server.RequestedPackages);
        var fresh = File.ReadAllText(comment);
        Assert.StartsWith("# What a sync would do\n\n## one\n\nA sync would add ", fresh);
        Assert.Contains("\n## two\n", fresh);
        Assert.Contains("| lonely (all) | 1.0 |", fresh);

        Repository.Run("sync-all").Succeeded();
        Repository.Run("monthly-snapshot", Workspace.PathOf("snapshot.md"), "jan").Succeeded();
        Repository.Run("promote", "jan").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Repository.Run("sync-mirror", "two").Succeeded();
        Repository.Run("plan-comment", comment).Succeeded();
        var later = File.ReadAllText(comment);
        Assert.MatchesRegex(@"\n1 package upgraded, [0-9.]+ K?i?B:\n\n.*\n.*\n\| lonely \(all\) \| 1\.0 \| 1\.1 \|", later);
        Assert.Contains("## two\n\nA sync would change nothing", later);
        Assert.Contains("## one: prod to head\n\none: prod and head have the same packages.", later);
        Assert.Contains("## two: prod to head\n\ntwo: prod to head: 1 upgraded", later);
        Assert.Contains("| upgraded | lonely (all) | 1.0 | 1.1 |", later);
    }

    [TestMethod]
    public void A_comment_names_the_mirror_that_has_no_plan_and_keeps_to_its_limit()
    {
        var (_, server) = ServeSmall();
        Repository.Define("good", server.Uri);
        Repository.Define("bad", server.Uri, suite: "no-such-suite");
        var comment = Workspace.PathOf("plan.md");

        Assert.AreEqual(1, Repository.Run("plan-comment", comment).ExitCode);
        Assert.Contains("## bad\n\nThere is no plan", File.ReadAllText(comment));
        Assert.Contains("## good\n\nA sync would add", File.ReadAllText(comment));

        Repository.Run("plan-comment", comment, "good").Succeeded();
        Assert.IsGreaterThan(300, new FileInfo(comment).Length);
        Repository.Environment["CHANTAL_COMMENT_LIMIT"] = "300";
        Repository.Run("plan-comment", comment, "good").Succeeded();
        Assert.IsLessThanOrEqualTo(300, new FileInfo(comment).Length);
        Assert.EndsWith("the rest is left out.\n", File.ReadAllText(comment));
    }

    [TestMethod]
    public void A_month_is_frozen_compared_and_promoted()
    {
        var (upstream, server) = ServeSmall();
        Repository.Define("one", server.Uri);
        Repository.Run("sync-all").Succeeded();
        var report = Workspace.PathOf("snapshot.md");

        // There is nothing to compare the first one with, and that is not a failure.
        Repository.Run("monthly-snapshot", report, "2025-01").Succeeded();
        Assert.AreEqual("# 2025-01\n\n## one: prod to 2025-01\n\nThere is nothing to compare with: prod does not show it yet.\n", File.ReadAllText(report));
        Repository.Run("promote", "2025-01").Succeeded();
        var january = Tree.Read(Workspace.Published("channels/prod/one"));
        Tree.AssertEqual(Tree.Read(Workspace.Published("one")), january);

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Repository.Run("sync-all").Succeeded();
        Repository.Run("monthly-snapshot", report, "2025-02").Succeeded();
        Assert.Contains("| upgraded | lonely (all) | 1.0 | 1.1 |", File.ReadAllText(report));
        Tree.AssertEqual(january, Tree.Read(Workspace.Published("channels/prod/one")));
        Repository.Run("promote", "2025-02").Succeeded();
        Tree.AssertEqual(Tree.Read(Workspace.Published("one")), Tree.Read(Workspace.Published("channels/prod/one")));
        Repository.Run("promote", "2025-01").Succeeded();
        Tree.AssertEqual(january, Tree.Read(Workspace.Published("channels/prod/one")));

        Assert.AreNotEqual(0, Repository.Run("promote", "2030-01").ExitCode);
        Assert.AreNotEqual(0, Repository.Run("monthly-snapshot", report, "2025-01").ExitCode);

        // Before a roll-back, nothing is frozen.
        Repository.Environment["CHANTAL_FREEZE"] = "false";
        Repository.Run("monthly-snapshot", report, "2025-02").Succeeded();
        Assert.Contains("| upgraded | lonely (all) | 1.0 | 1.1 |", File.ReadAllText(report));
        Repository.Run("monthly-snapshot", report, "2025-01").Succeeded();
        Assert.Contains("prod and 2025-01 have the same packages", File.ReadAllText(report));
        Repository.Environment.Remove("CHANTAL_FREEZE");

        // A mirror that has just come does not hide what the others bring.
        Repository.Define("young", server.Uri);
        Repository.Run("sync-mirror", "young").Succeeded();
        Repository.Run("monthly-snapshot", report, "2025-03").Succeeded();
        Assert.Contains("| upgraded | lonely (all) | 1.0 | 1.1 |", File.ReadAllText(report));
        Assert.Contains("## young: prod to 2025-03\n\nThere is nothing to compare with", File.ReadAllText(report));
    }

    [TestMethod]
    public void Mirrors_are_listed_as_each_agent_wants_them()
    {
        foreach (var mirror in (string[])["debian", "debian-security", "unlisted"])
        {
            Repository.Define(mirror, "http://127.0.0.1:9/");
        }

        Assert.AreEqual("debian\ndebian-security\n", Repository.Run("list-mirrors").Succeeded().Output);
        Assert.AreSequenceEqual(
            ["debian", "debian-security"],
            JsonSerializer.Deserialize<string[]>(Repository.Run("list-mirrors", "github").Succeeded().Output)!);
        var azure = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(Repository.Run("list-mirrors", "azure").Succeeded().Output)!;
        Assert.AreSequenceEqual(["debian", "debian_security"], azure.Keys.Order(StringComparer.Ordinal));
        Assert.AreEqual("debian-security", azure["debian_security"]["mirror"]);
        var gitlab = Yaml.Map(Yaml.Parse(Repository.Run("list-mirrors", "gitlab").Succeeded().Output)["sync"]);
        Assert.AreEqual(".sync", gitlab["extends"]);
        Assert.AreSequenceEqual(["debian", "debian-security"], Yaml.List(Yaml.Map(Yaml.List(Yaml.Map(gitlab["parallel"])["matrix"])[0])["MIRROR"]).Cast<string>());
        Assert.AreEqual(2, Repository.Run("list-mirrors", "travis").ExitCode);
    }

    [TestMethod]
    public void What_a_script_cannot_do_is_said_before_anything_is_built()
    {
        Repository.Define("one", "http://127.0.0.1:9/");

        foreach (var (script, arguments) in ((string, string[])[])
        [
            ("sync-mirror", []),
            ("sync-mirror", ["no-such-mirror"]),
            ("sync-mirror", ["../mirrors/one"]),
            ("sync-mirror", ["-t:Clean"]),
            ("plan-comment", []),
            ("monthly-snapshot", []),
            ("post-comment", ["github"]),
        ])
        {
            var result = Repository.Run(script, arguments);

            Assert.AreEqual(2, result.ExitCode, $"{result.CommandLine}\n{result.Output}");
            Assert.StartsWith($"{script}: ", result.Output);
        }

        Assert.IsFalse(Directory.Exists(Workspace.StoreRoot));
    }

    [TestMethod]
    public void A_comment_reaches_the_forge_as_it_was_written()
    {
        const string Comment = "## \"one\"\n\n| a\\|b |\t… ü\n```diff\n+ x\n```\n";
        File.WriteAllText(Workspace.PathOf("plan.md"), Comment);
        foreach (var (kind, target, field, header, value) in ((string, string, string, string, string)[])
        [
            ("github", "POST /repos/owner/mirrors/issues/7/comments", "body", "Authorization", "Bearer secret"),
            ("gitlab", "POST /projects/12/merge_requests/7/notes", "body", "PRIVATE-TOKEN", "secret"),
            ("azure", "POST /team/_apis/git/repositories/mirrors/pullRequests/7/threads?api-version=7.1", "content", "Authorization", "Bearer secret"),
        ])
        {
            using var forge = new Forge();
            Command.Run(PostComment(kind, forge.Uri)).Succeeded();

            var request = forge.Requests.Single();
            Assert.AreEqual(target, request.Target);
            Assert.AreEqual(value, request.Headers[header]);
            var holder = kind == "azure" ? request.Body.RootElement.GetProperty("comments")[0] : request.Body.RootElement;
            Assert.AreEqual(Comment, holder.GetProperty(field).GetString());
        }
    }

    private ProcessStartInfo PostComment(string kind, string forge)
    {
        var start = new ProcessStartInfo(Repository.PathOf("pipelines/scripts/post-comment"), [kind, Workspace.PathOf("plan.md")]);
        foreach (var (name, setting) in ((string, string)[])
        [
            ("GITHUB_TOKEN", "secret"),
            ("PULL_REQUEST", "7"),
            ("GITHUB_API_URL", forge),
            ("GITHUB_REPOSITORY", "owner/mirrors"),
            ("GITLAB_TOKEN", "secret"),
            ("CI_API_V4_URL", forge),
            ("CI_PROJECT_ID", "12"),
            ("CI_MERGE_REQUEST_IID", "7"),
            ("SYSTEM_ACCESSTOKEN", "secret"),
            ("SYSTEM_COLLECTIONURI", forge + "/"),
            ("SYSTEM_TEAMPROJECTID", "team"),
            ("BUILD_REPOSITORY_ID", "mirrors"),
            ("SYSTEM_PULLREQUEST_PULLREQUESTID", "7"),
        ])
        {
            start.Environment[name] = setting;
        }

        return start;
    }
}
