using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What the command ends with says to a script what happened; docs/reference/command.md has the table.</summary>
[TestClass]
public sealed class CommandExitTests : AptEndToEndTest
{
    private const string Big = "pool/main/b/big/big_1.0_amd64.deb";

    private ChantalTool Chantal => field ??= new ChantalTool(Workspace.Root);

    [TestMethod]
    public void A_command_line_that_makes_no_sense_is_2()
    {
        Assert.Contains("'snapshot'", Chantal.Call("snapshto").Ended(2).Errors);
        Assert.Contains("--dry-rum", Chantal.Call("sync", "all", "--dry-rum").Ended(2).Errors);
        Assert.Contains("NAME=VALUE", Chantal.Call("plan", "--config", Define("http://192.0.2.1/"), "-p", "x").Ended(2).Errors);
        Assert.Contains("does not exist", Chantal.Call("plan", "--config", "none.yaml").Ended(2).Errors);
        Chantal.Call("sync").Ended(2);
    }

    [TestMethod]
    public void A_mirror_that_there_is_not_is_2()
    {
        DefineInYaml(Repository("one", "http://192.0.2.1/"));

        Assert.Contains("'one' is the nearest", Chantal.Call("sync", "repo", "onne").Ended(2).Errors);
        Assert.Contains("'one' is the nearest", Chantal.Call("sync", "one", "onne").Ended(2).Errors);
        Assert.Contains("CHANTAL2407", Chantal.Call("plan", "/?").Ended(2).Errors);
        Assert.Contains("not of 'onne'", Chantal.Call("sync", "repo", "onne", "--config", Define("http://192.0.2.1/")).Ended(2).Errors);
    }

    [TestMethod]
    public void No_definitions_is_2_and_says_what_to_do()
    {
        var elsewhere = Directory.CreateTempSubdirectory("chantal-nothing-").FullName;

        Assert.Contains("chantal init", new ChantalTool(elsewhere).Call("sync", "all").Ended(2).Errors);

        Directory.Delete(elsewhere, recursive: true);
    }

    [TestMethod]
    public void A_sync_that_fails_is_1_and_names_its_code_and_definition()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(Repository("one", server.Uri, "no-such-suite"));

        Assert.MatchesRegex(@"^chantal\.yaml(\(\d+,\d+\))?: error CHANTAL2102: ", Chantal.Call("sync", "all").Ended(1).Errors);
        Assert.Contains("\"succeeded\":false,\"exitCode\":1", Chantal.Call("sync", "all", "--json").Ended(1).Output);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Some_that_fail_and_some_that_succeed_are_3_and_both_are_named()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(Repository("good", server.Uri), Repository("bad", server.Uri, "no-such-suite"));

        Assert.Contains("Succeeded: good. Failed: bad.", Chantal.Run("sync", "all").Ended(3).Errors);
        Assert.Contains("\"done\":[\"good\"],\"failed\":[\"bad\"]", Chantal.Run("sync", "all", "--json").Ended(3).Output);
    }

    [TestMethod]
    public void A_mirror_or_store_that_another_process_works_on_is_4()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(Repository("one", server.Uri));
        Chantal.Call("sync", "all").Ended(0);
        using (new FileStream(Workspace.State("one", "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains("Another process", Chantal.Call("sync", "all", "-p", "LockTimeout=0").Ended(4).Errors);
        }

        using (new FileStream(Workspace.PathOf("store", "state", "content.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Chantal.Call("gc", "-p", "LockTimeout=0").Ended(4);
        }
    }

    [TestMethod]
    public void Damage_is_5()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(Repository("one", server.Uri));
        Chantal.Call("sync", "all").Ended(0);
        var blob = Workspace.Blobs().MaxBy(b => new FileInfo(b).Length)!;
        File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.AppendAllText(blob, "x");

        Chantal.Call("verify").Ended(5);
        Chantal.Call("verify", "--repair").Ended(0);
        Chantal.Call("verify").Ended(0);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Without_a_NET_SDK_it_is_6_and_says_how_to_get_one()
    {
        DefineInYaml(Repository("one", "http://192.0.2.1/"));
        var root = Directory.CreateDirectory(Workspace.PathOf("runtime")).FullName;
        var installed = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        File.Copy(Path.Combine(installed, "dotnet"), Path.Combine(root, "dotnet"));
        foreach (var part in (string[])["host", "shared"])
        {
            Directory.CreateSymbolicLink(Path.Combine(root, part), Path.Combine(installed, part));
        }

        var bare = new ChantalTool(Workspace.Root) { Dotnet = Path.Combine(root, "dotnet") };
        bare.Environment["DOTNET_ROOT"] = root;
        bare.Environment["PATH"] = root;

        Assert.Contains("dotnet-sdk-10.0", bare.Run("sync", "all").Ended(6).Errors);
        bare.Run("--help").Ended(0);
        Assert.Contains("--type", bare.Run("init").Ended(2).Errors);
    }

    [TestMethod]
    [TestCategory("Outer")]
    [DataRow(Signal.Interrupt, 130)]
    [DataRow(Signal.Terminate, 143)]
    public async Task An_interruption_is_128_and_the_signal_and_the_next_run_continues(Signal signal, int exitCode)
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("big", Architecture: "amd64") { PayloadSize = 4_000_000 });
        var (_, server) = Serve(upstream);
        var stall = Fault.Stalled(3_000_000);
        server.Inject(Big, stall);
        DefineInYaml(Repository("one", server.Uri));
        using (var running = Chantal.Start("sync", "all", "-p", "TransferTimeout=1h"))
        {
            await running.Until(stall.Reached);
            await running.Until(Workspace.WaitForFile(file => file.FullName.StartsWith(Workspace.PathOf("store", "partial") + "/", StringComparison.Ordinal) && file.Length > 1_000_000));
            running.Send(signal);

            var result = running.WaitForExit();
            Assert.AreEqual(exitCode, result.ExitCode, result.Output);
        }

        Assert.IsFalse(Directory.Exists(Workspace.Published("one")));
        server.Heal();
        server.Forget();
        Chantal.Run("sync", "all").Ended(0);
        Assert.AreEqual(206, server.Requests.Single(request => request.Path == Big).Status);
    }

    private static string Repository(string name, string upstream, string suite = "stable") => $$"""
          - name: {{name}}
            type: apt
            upstream: {{upstream}}
            signed_by: {{Keys.Archive.ArmoredKeyring}}
            suites: [{{suite}}]

        """;

    private void DefineInYaml(params string[] repositories) =>
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "store_root: store\ndefaults: { max_retries: 1 }\nrepositories:\n" + string.Concat(repositories));
}
