using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A sync can be ended at any time; it says so, and the next one resumes where it was.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class InterruptionTests : AptEndToEndTest
{
    private const string Big = "pool/main/b/big/big_1.0_amd64.deb";
    private const int Arrived = 3_000_000;

    [TestMethod]
    [DataRow(Signal.Interrupt)]
    [DataRow(Signal.Terminate)]
    [DataRow(Signal.Kill)]
    public async Task A_sync_that_gets_a_signal_in_mid_download_fails_and_the_next_one_resumes_the_file(Signal signal)
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("big", Architecture: "amd64") { PayloadSize = 4_000_000 });
        var (_, server) = Serve(upstream);
        var stall = Fault.Stalled(Arrived);
        server.Inject(Big, stall);

        // Nothing but the signal can end the wait: the server never continues, and the client would wait for an hour.
        var project = Define(server.Uri, architectures: "", properties: "<TransferTimeout>1h</TransferTimeout>");
        using (var build = Workspace.StartBuild(project))
        {
            await build.Until(stall.Reached);
            await build.Until(Workspace.WaitForFile(IsPartialOfBig));
            build.Send(signal);

            Assert.AreNotEqual(0, build.WaitForExit().ExitCode);
        }

        Assert.IsEmpty(Tree.Read(Published).Paths);
        if (signal != Signal.Kill)
        {
            using var report = JsonDocument.Parse(File.ReadAllText(Workspace.State(Mirror, "last-run.json")));
            Assert.AreEqual("interrupted", report.RootElement.GetProperty("outcome").GetString());
            Assert.AreEqual("CHANTAL4901", report.RootElement.GetProperty("errors").EnumerateArray().Single().GetProperty("code").GetString());
        }

        server.Heal();
        server.Forget();
        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        var resumed = server.Requests.Single(request => request.Path == Big);
        Assert.AreEqual(206, resumed.Status);
        Assert.StartsWith("bytes=", resumed.Header("Range"));
        Assert.IsEmpty(Tree.Read(Workspace.PathOf("store", "partial")).Paths);
    }

    [TestMethod]
    public async Task A_resumed_file_whose_parts_do_not_fit_together_is_fetched_whole()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("big", Architecture: "amd64") { PayloadSize = 4_000_000 });
        var (_, server) = Serve(upstream);
        var stall = Fault.Stalled(Arrived, wrongBytes: true);
        server.Inject(Big, stall);
        var project = Define(server.Uri, architectures: "", properties: "<TransferTimeout>1h</TransferTimeout>");
        using (var build = Workspace.StartBuild(project))
        {
            await build.Until(stall.Reached);
            await build.Until(Workspace.WaitForFile(IsPartialOfBig));
            build.Send(Signal.Kill);
            build.WaitForExit();
        }

        server.Heal();
        server.Forget();
        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreEqual(200, server.Requests.Last(request => request.Path == Big).Status);
    }

    [TestMethod]
    public async Task An_interrupted_update_leaves_the_published_tree_as_it_was()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<TransferTimeout>1h</TransferTimeout><GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        var stall = Fault.Stalled(afterBytes: 10);
        server.Inject("pool/main/l/lonely/lonely_1.1_all.deb", stall);

        using (var build = Workspace.StartBuild(project))
        {
            await build.Until(stall.Reached);
            build.Send(Signal.Terminate);
            Assert.AreNotEqual(0, build.WaitForExit().ExitCode);
        }

        Tree.AssertEqual(before, Tree.Read(Published));
        server.Heal();
        Workspace.Build(project).Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    [DataRow("Sync")]
    [DataRow("Verify")]
    [DataRow("_DescribeMirror")]
    public void SIGTERM_before_the_first_step_fails_the_build_and_says_so(string target)
    {
        var project = Workspace.Project("early", $"<PropertyGroup><MirrorType>apt</MirrorType></PropertyGroup>{TerminatedBefore("_PrepareTasks;_DescribeMirror")}");

        var ended = Workspace.DotnetBuild(project, $"-t:{target}");

        Assert.AreEqual(143, ended.ExitCode, ended.Output);
        Assert.Contains("error CHANTAL4901", ended.Output);
    }

    [TestMethod]
    public void The_command_ends_with_143_when_it_gets_SIGTERM_before_the_first_step()
    {
        File.WriteAllText(Workspace.PathOf("chantal.proj"), $"""
            <Project Sdk="Chantal.Sdk">
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              {TerminatedBefore("_PrepareTasks")}
            </Project>
            """);

        new ChantalTool(Workspace.Root).Run("sync", "all").Ended(143);
    }

    [TestMethod]
    public async Task The_command_ends_with_143_when_it_gets_SIGTERM_while_it_reads_the_definition()
    {
        // Whoever reads a pipe waits until somebody opens it to write.
        var pipe = Workspace.PathOf("pipe");
        Command.Run("mkfifo", pipe).Succeeded();
        var project = Workspace.Project("early", $"<PropertyGroup><MirrorType>apt</MirrorType><Read>$([System.IO.File]::ReadAllText('{pipe}'))</Read></PropertyGroup>");
        using var running = new ChantalTool(Workspace.Root).Start("sync", "all", "--config", project);
        var opened = Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write));
        await running.Until(opened);

        running.Send(Signal.Terminate);
        await (await opened).DisposeAsync();

        var ended = running.WaitForExit();
        Assert.AreEqual(143, ended.ExitCode, ended.Output);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("store", "state")));
    }

    // A hook that ends its own build, and waits until it has ended.
    private static string TerminatedBefore(string targets) => $"""
        <Target Name="Terminate" BeforeTargets="{targets}"><Exec Command="kill -TERM $PPID; while kill -0 $PPID; do :; done" Timeout="60000" /></Target>
        """;

    // Other files of the sync are partial for a moment too; none of them gets as long.
    private bool IsPartialOfBig(FileInfo file) =>
        file.FullName.StartsWith(Workspace.PathOf("store", "partial") + "/", StringComparison.Ordinal) && file.Length > Arrived / 2;
}
