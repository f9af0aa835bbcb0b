using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Definitions in YAML are built like projects, and say the same.</summary>
[TestClass]
public sealed class YamlTests : AptEndToEndTest
{
    [TestMethod]
    public void A_project_of_two_lines_syncs_what_the_file_says_and_the_next_build_does_nothing()
    {
        var (upstream, server) = ServeSmall();
        var estate = Yaml($$"""
            defaults: { max_retries: 1 }
            repositories:
              - name: one
                type: apt
                upstream: {{server.Uri}}
                signed_by: {{Keys.Archive.ArmoredKeyring}}
                suites: [stable]
              - name: two
                type: apt
                upstream: {{server.Uri}}
                signed_by: {{Keys.Archive.ArmoredKeyring}}
                suites: [stable]
                components: [main]
                architectures: [amd64]
                packages: ["lone*"]
                publish_path: linux/two
            """);

        Workspace.Build(estate).Succeeded();

        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Assert.Contains("pool/main/l/lonely/lonely_1.0_all.deb", Tree.Read(Workspace.Published("linux/two")).Paths);
        server.Forget();
        Workspace.Build(estate).Succeeded();
        Assert.IsEmpty(server.RequestedPackages);
        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(estate, "-t:Verify").Succeeded();
    }

    [TestMethod]
    public void One_repository_can_be_built_alone()
    {
        var (_, server) = ServeSmall();
        var estate = Yaml(string.Concat("repositories:\n", Repository("one", server.Uri), Repository("two", server.Uri)));

        Workspace.Build(estate, "-p:Mirror=two").Succeeded();

        Assert.IsFalse(Directory.Exists(Workspace.Published("one")));
        Assert.IsTrue(Directory.Exists(Workspace.Published("two")));
        Assert.Contains("'one' is the nearest", Workspace.Build(estate, "-p:Mirror=onne").FailedWith("CHANTAL2407").Output);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void What_it_says_of_the_store_counts_unless_the_command_line_says_more()
    {
        var estate = Yaml("collect_after: 7d\nstale_after: 2d\nrepositories: []");

        var said = Command.Output(
            "dotnet",
            ["msbuild", estate, "-nologo", "-nr:false", "-t:_PrepareTasks", "-getItem:_Definition", "-p:StaleAfter=9d", .. InProcessBuild.OwnTasksArguments]);

        Assert.Contains("\"CollectAfter\": \"7d\"", said);
        Assert.Contains("\"StaleAfter\": \"9d\"", said);
    }

    [TestMethod]
    public void It_means_what_the_project_means()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, properties: "<LockFile>true</LockFile>")).Succeeded();
        var byProject = File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json"));
        var estate = Yaml($"""
            store_root: elsewhere
            repositories:
              - name: {Mirror}
                type: apt
                upstream: {server.Uri}
                signed_by: {Keys.Archive.ArmoredKeyring}
                suites: [stable]
                components: [main]
                architectures: [amd64]
                lock_file: true
            """);
        File.Delete(Workspace.PathOf($"{Mirror}.lock.json"));

        File.WriteAllText(estate, "<Project Sdk=\"Chantal.Sdk\"><PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup></Project>");
        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Verify").Succeeded();

        Assert.AreEqual(byProject, File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json")));
        Tree.AssertEqual(Published, Workspace.PathOf("elsewhere", "publish", Mirror));
        Assert.AreSequenceEqual(["estate", Mirror], StatesIn("elsewhere"));
        Assert.AreSequenceEqual([Mirror], StatesIn("store"));
    }

    [TestMethod]
    public void What_is_wrong_is_said_at_its_line()
    {
        var estate = Yaml("repositories:\n  - name: one\n    type: apt\n    sutes: [stable]\n");

        var failed = Workspace.Build(estate).FailedWith("CHANTAL2402");

        Assert.Contains("chantal.yaml(4,5): error CHANTAL2402", failed.Output);
        Assert.Contains("'suites'", failed.Output);
    }

    [TestMethod]
    public void A_mirrors_own_errors_name_the_file_its_line_and_the_mirror()
    {
        var (_, server) = ServeSmall();
        var estate = Yaml(string.Concat("repositories:\n", Repository("two", server.Uri), Repository("one", server.Uri).Replace("signed_by", "components: [mian]\n    signed_by", StringComparison.Ordinal)));
        var line = Array.FindIndex(File.ReadAllLines(Workspace.PathOf("chantal.yaml")), l => l.Contains("mian", StringComparison.Ordinal)) + 1;

        var failed = Workspace.Build(estate).FailedWith("CHANTAL2002");

        Assert.Contains($"chantal.yaml({line},5): error CHANTAL2103: one: ", failed.Output);
        Assert.Contains("'main' is the nearest", failed.Output);
        Assert.Contains("Correct the definition's components.", failed.Output);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2408")]
    public void Projects_become_YAML_and_YAML_becomes_projects()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, items: "<Package Include=\"lone*;base-files\" /><ExcludePackage Include=\"*-dbg\" />");
        Workspace.Build(project, "-t:ConvertToYaml", $"-p:OutputFile={Workspace.PathOf("chantal.yaml")}").Succeeded();
        var estate = Workspace.Project("estate", "<PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup>");

        Workspace.Build(project, "-p:LockFile=true").Succeeded();
        var lockFile = File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json"));
        Workspace.Build(estate, "-p:LockFile=true", "-t:Rebuild").Succeeded();
        Assert.AreEqual(lockFile, File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json")));

        Workspace.Build(estate, "-t:ConvertToProjects", "-p:OutputDirectory=converted").Succeeded();
        var converted = Workspace.PathOf("converted", $"{Mirror}.proj");
        Workspace.Build(converted, "-p:LockFile=true").Succeeded();
        Assert.AreEqual(lockFile, File.ReadAllText(Workspace.PathOf("converted", $"{Mirror}.lock.json")));
        Assert.Contains("CHANTAL2408", Workspace.Build(estate, "-t:ConvertToProjects", "-p:OutputDirectory=converted").Succeeded().Output);
        File.Delete(converted);
        Assert.IsEmpty(Workspace.Build(estate, "-t:ConvertToProjects", "-p:OutputDirectory=converted").Succeeded().Warnings);
        Assert.IsTrue(File.Exists(converted));
    }

    private static string Repository(string name, string upstream) => $"""
          - name: {name}
            type: apt
            upstream: {upstream}
            signed_by: {Keys.Archive.ArmoredKeyring}
            suites: [stable]
            max_retries: 0

        """;

    // Whose state a store has: nothing of an estate stays at the place that its file replaces.
    private IEnumerable<string> StatesIn(string store) =>
        Directory.GetDirectories(Workspace.PathOf(store, "state")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal);

    [TestMethod]
    [DataRow("upstream: http://me:s3cret@127.0.0.1:1/")]
    [DataRow("upstream: http://127.0.0.1:1/\n    proxy: http://me:s3cret@127.0.0.1:2")]
    public void Credentials_in_a_url_are_refused_before_anything_is_written(string words)
    {
        var estate = Yaml($"repositories:\n  - name: one\n    type: apt\n    {words}\n    signed_by: {Keys.Archive.Keyring}\n    suites: [stable]\n");

        var sync = Workspace.Build(estate).FailedWith("CHANTAL1014").Output;
        Assert.Contains("error CHANTAL1014: one: ", sync);
        var plan = Workspace.Build(estate, "-t:Plan", $"-p:OutputFile={Workspace.PathOf("plan.txt")}").FailedWith("CHANTAL1014").Output;
        Assert.HasCount(Regex.Count(sync, "error CHANTAL1014"), Regex.Matches(plan, "error CHANTAL1014"), "a plan says it no more often");
        AssertNoSecret();
    }

    [TestMethod]
    public void Credentials_in_the_url_of_a_project_or_of_the_command_line_are_refused_before_anything_is_written()
    {
        Workspace.Build(Define("http://me:s3cret@127.0.0.1:1/", architectures: "")).FailedWith("CHANTAL1014");
        Workspace.Build(Define("http://127.0.0.1:1/", architectures: ""), "-p:Upstream=http://me:s3cret@127.0.0.1:1/").FailedWith("CHANTAL1014");
        File.Delete(Workspace.PathOf("debian.proj"));
        AssertNoSecret();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2003")]
    public void An_empty_place_for_the_store_is_refused()
    {
        var estate = Yaml("store_root: there\nrepositories: []");

        Workspace.Build(estate, "-p:StoreRoot=").FailedWith("CHANTAL2003");

        Assert.IsEmpty(Directory.GetFileSystemEntries(Workspace.Root).Where(e => Path.GetFileName(e) is "refs" or "data" or "format" or "store"));
        Workspace.Build(estate, $"-p:StoreRoot={Workspace.PathOf("here")}").Succeeded();
    }

    private void AssertNoSecret()
    {
        foreach (var file in Directory.EnumerateFiles(Workspace.Root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "chantal.yaml"))
        {
            Assert.DoesNotContain("s3cret", File.ReadAllText(file), file);
        }
    }

    private string Yaml(string text)
    {
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), text);
        return Workspace.Project("estate", "<PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup>");
    }
}
