using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A repository type that somebody else wrote: the examples of the documents, and what the SDK holds for any.</summary>
[TestClass]
public sealed class PlugInTests : EndToEndTest
{
    private static readonly string Examples = Path.Combine(Checkout.Root, "tests", "PlugIns");

    private string UpstreamRoot => Workspace.PathOf("upstream");

    [TestInitialize]
    public void TakePathsFromTheDefinition() => Workspace.BuildsInItsDirectory = true;

    [TestMethod]
    public void The_example_of_the_documents_plans_syncs_and_snapshots()
    {
        var project = Example("sha256sums");
        Publish("tool-1.tar.gz", "one");
        Publish("docs/tool.txt", "text");
        WriteList();
        var server = Own(new UpstreamServer(UpstreamRoot));
        var upstream = $"-p:Upstream={server.Uri}";

        Workspace.Build(project, "-t:Plan", upstream).Succeeded();
        Assert.IsFalse(Directory.Exists(Workspace.Published("mirror")));
        Workspace.Build(project, "-t:Sync", upstream).Succeeded();
        Workspace.Build(project, "-t:Sync", upstream).DidNothing();
        Workspace.Build(project, "-t:Snapshot", upstream, "-p:SnapshotName=one").Succeeded();
        Publish("tool-2.tar.gz", "two");
        WriteList();
        Workspace.Build(project, "-t:Sync", upstream).Succeeded();

        Assert.AreSequenceEqual(["docs/tool.txt", "tool-1.tar.gz", "tool-2.tar.gz"], Tree.Read(Workspace.Published("mirror")).Paths);
        Assert.AreSequenceEqual(["docs/tool.txt", "tool-1.tar.gz"], Tree.Read(Workspace.PathOf("store", "publish", "snapshots", "one", "mirror")).Paths);
    }

    [TestMethod]
    [DataRow("00  a\n")]
    [DataRow("{0}  ../a\n")]
    [DataRow("{0}  a\",\"urls\":[\"http://elsewhere.invalid/\n")]
    public void What_the_example_does_not_understand_changes_nothing(string list)
    {
        var project = Example("sha256sums");
        Publish("a", "one");
        WriteList();
        var server = Own(new UpstreamServer(UpstreamRoot));
        Workspace.Build(project, "-t:Sync", $"-p:Upstream={server.Uri}").Succeeded();

        File.WriteAllText(Path.Combine(UpstreamRoot, "SHA256SUMS"), string.Format(System.Globalization.CultureInfo.InvariantCulture, list, new string('0', 64)));

        Assert.AreNotEqual(0, Workspace.Build(project, "-t:Sync", $"-p:Upstream={server.Uri}").ExitCode);
        Assert.AreNotEqual(0, Workspace.Build(project, "-t:Sync", $"-p:Upstream={server.Uri}").ExitCode);
        Assert.AreSequenceEqual(["a"], Tree.Read(Workspace.Published("mirror")).Paths);
    }

    [TestMethod]
    public void A_script_in_another_language_does_as_well()
    {
        var project = Example("catalog");
        Publish("files/tool-1.bin", "one");
        Publish("files/tool-2.bin", "two");
        WriteCatalog(("stable", "tool-1.bin"), ("next", "tool-2.bin"));
        var server = Own(new UpstreamServer(UpstreamRoot));
        var upstream = $"-p:Upstream={server.Uri}";

        Workspace.Build(project, "-t:Sync", upstream).Succeeded();
        Workspace.Build(project, "-t:Sync", upstream).DidNothing();
        Workspace.Build(project, "-t:Snapshot", upstream, "-p:SnapshotName=one").Succeeded();
        File.WriteAllText(project, File.ReadAllText(project).Replace("Include=\"stable\"", "Include=\"stable;next\"", StringComparison.Ordinal));
        Workspace.Build(project, "-t:Sync", upstream).Succeeded();

        Assert.AreSequenceEqual(["next/tool-2.bin", "stable/tool-1.bin"], Tree.Read(Workspace.Published("mirror")).Paths);
        Assert.Contains("tool-2.bin", Workspace.Build(project, "-t:DiffSnapshot", upstream, "-p:From=one").Succeeded().Output);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void A_package_with_a_type_is_a_second_SDK()
    {
        var outside = new TestWorkspace("plug-in-package", isInCheckout: false);
        var feed = outside.PathOf("feed");
        Command.Output("dotnet", "pack", Path.Combine(Examples, "package", "Example.Sha256Sums.csproj"), "-o", feed);
        foreach (var package in Directory.GetFiles(PackedFeed.Folder, "Chantal.Sdk.*.nupkg"))
        {
            File.Copy(package, Path.Combine(feed, Path.GetFileName(package)));
        }

        File.WriteAllText(outside.PathOf("nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        Publish("a", "one");
        WriteList();
        var server = Own(new UpstreamServer(UpstreamRoot));
        var project = outside.PathOf("tool.proj");
        File.WriteAllText(project, $"""
            <Project Sdk="Chantal.Sdk/{PackedFeed.SdkVersion};Example.Sha256Sums/1.0.0">
              <PropertyGroup>
                <Upstream>{server.Uri}</Upstream>
              </PropertyGroup>
            </Project>
            """);

        outside.DotnetBuild(project).Succeeded();
        outside.DotnetBuild(project).DidNothing();

        Assert.AreSequenceEqual(["a"], Tree.Read(outside.Published("tool")).Paths);
        outside.Delete();
    }

    [TestMethod]
    public void Its_own_values_and_files_count()
    {
        Type("""
            <PropertyGroup>
              <RecordDefinitionDependsOn>$(RecordDefinitionDependsOn);DescribeMine</RecordDefinitionDependsOn>
            </PropertyGroup>
            <Target Name="DescribeMine">
              <ItemGroup>
                <DefinitionValue Include="Flavour" Value="$(Flavour)" />
                <DefinitionFile Include="flavours.txt" />
              </ItemGroup>
            </Target>
            """);
        File.WriteAllText(Workspace.PathOf("flavours.txt"), "one");
        File.WriteAllText(Workspace.PathOf("plan.jsonl"), "{\"format\":\"chantal-plan\",\"version\":1,\"type\":\"mine\",\"upstreams\":[]}\n");
        var project = Mine();

        Assert.IsFalse(Plan().Skipped("ResolvePlan"));
        Assert.IsTrue(Plan("-p:MaxRetries=1").Skipped("ResolvePlan"));
        Assert.IsFalse(Plan("-p:Flavour=sweet").Skipped("ResolvePlan"));
        Assert.IsTrue(Plan("-p:Flavour=sweet").Skipped("ResolvePlan"));
        File.WriteAllText(Workspace.PathOf("flavours.txt"), "two");
        Assert.IsFalse(Plan("-p:Flavour=sweet").Skipped("ResolvePlan"));

        BuildResult Plan(params string[] properties) => Workspace.Build(project, ["-t:Plan", .. properties]).Succeeded();
    }

    [TestMethod]
    public void Half_a_plan_of_a_step_that_failed_is_never_stored()
    {
        Publish("a", "one");
        Publish("b", "two");
        Type();
        var server = Own(new UpstreamServer(UpstreamRoot));
        WritePlan(server, "a", "b");
        var project = Mine();
        Workspace.Build(project, "-t:Sync").Succeeded();
        WritePlan(server, "a");
        File.WriteAllText(Workspace.PathOf("fail"), "");
        Workspace.Build(project, "-t:Sync", "-p:Upstream=http://again.invalid/");

        WritePlan(server, "a", "b");
        File.Delete(Workspace.PathOf("fail"));
        Workspace.Build(project, "-t:Sync", "-p:Upstream=http://again.invalid/").Succeeded();

        Assert.AreSequenceEqual(["a", "b"], Tree.Read(Workspace.Published("mirror")).Paths);
    }

    [TestMethod]
    public void A_plan_with_an_old_time_stamp_counts()
    {
        Publish("a", "one");
        Publish("b", "two");
        Type();
        var server = Own(new UpstreamServer(UpstreamRoot));
        WritePlan(server, "a");
        var project = Mine();
        Workspace.Build(project, "-t:Sync").Succeeded();

        WritePlan(server, "a", "b");
        File.SetLastWriteTimeUtc(Workspace.PathOf("plan.jsonl"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Workspace.Build(project, "-t:Sync", "-p:MirrorTypeTargets=types/keeping.targets").Succeeded();

        Assert.AreSequenceEqual(["a", "b"], Tree.Read(Workspace.Published("mirror")).Paths);
    }

    [TestMethod]
    public void A_type_that_writes_no_plan_or_is_not_there_says_so()
    {
        Type();
        var project = Mine();

        Workspace.Build(project, "-t:Sync", "-p:MirrorTypeTargets=types/none.targets").FailedWith("CHANTAL5001");
        Workspace.Build(project, "-t:Sync", "-p:MirrorTypeTargets=types/lost.targets").FailedWith("CHANTAL2001");
    }

    [TestMethod]
    public void A_step_that_finds_the_upstream_changed_starts_the_sync_over_a_few_times()
    {
        Publish("a", "one");
        Type("""
            <Target Name="Notice" AfterTargets="FetchUpstream">
              <WriteLinesToFile File="attempts.txt" Lines="$(SyncAttempt) $(DistrustState)" />
              <PropertyGroup Condition="!Exists('settled') and $(SyncAttempt) &lt; 3 or Exists('never')">
                <UpstreamChanged>true</UpstreamChanged>
              </PropertyGroup>
            </Target>
            """);
        var server = Own(new UpstreamServer(UpstreamRoot));
        WritePlan(server, "a");
        var project = Mine();

        Workspace.Build(project, "-t:Sync").Succeeded();
        Assert.AreSequenceEqual(["1 false", "2 false", "3 false"], File.ReadAllLines(Workspace.PathOf("attempts.txt")));
        Workspace.Build(project, "-t:Plan").Succeeded();
        File.WriteAllText(Workspace.PathOf("never"), "");
        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL5105");
        Workspace.Build(project, "-t:Plan").FailedWith("CHANTAL5105");
        Assert.AreSequenceEqual(["a"], Tree.Read(Workspace.Published("mirror")).Paths);
    }

    [TestMethod]
    public void Sizes_that_a_plan_does_not_say_are_not_shown_as_nothing()
    {
        Publish("a", "one");
        Type();
        var server = Own(new UpstreamServer(UpstreamRoot));
        WritePlan(server, "a");
        var project = Mine();

        Assert.DoesNotContain("0 B", Workspace.Build(project, "-t:Plan").Succeeded().Output);
        Workspace.Build(project, "-t:Sync").Succeeded();
        Assert.Contains("3 B", Workspace.Build(project, "-t:Plan").Succeeded().Output);
    }

    private string Example(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Examples, name)))
        {
            File.Copy(file, Workspace.PathOf(Path.GetFileName(file)));
        }

        File.WriteAllText(Workspace.PathOf("chantal.proj"), "<Project Sdk=\"Chantal.Sdk\" />\n");
        return Workspace.PathOf("mirror.proj");
    }

    private void Publish(string path, string content)
    {
        var file = Path.Combine(UpstreamRoot, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private void WriteList() => File.WriteAllText(
        Path.Combine(UpstreamRoot, "SHA256SUMS"),
        string.Concat(Tree.Read(UpstreamRoot, path => path != "SHA256SUMS").Paths.Select(path => $"{Digest(path)}  {path}\n")));

    private void WriteCatalog(params (string Channel, string File)[] releases) => File.WriteAllText(
        Path.Combine(UpstreamRoot, "catalog.json"),
        JsonSerializer.Serialize(new
        {
            releases = releases.Select(r => new { channel = r.Channel, file = r.File, url = $"files/{r.File}", name = "tool", version = r.File, size = 3, sha256 = Digest($"files/{r.File}") }),
        }));

    private string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(UpstreamRoot, path))));

    // A type whose plan lies beside the definition. It copies it in two ways, and in one way it writes none.
    private void Type(string more = "")
    {
        Directory.CreateDirectory(Workspace.PathOf("types"));
        foreach (var (name, write) in new (string, string)[]
        {
            ("mine", """<Copy SourceFiles="plan.jsonl" DestinationFiles="$(PlanFile)" /><Touch Files="$(PlanFile)" /><Error Text="half" Condition="Exists('fail')" />"""),
            ("keeping", """<Exec Command="cp -p plan.jsonl '$(PlanFile)'" />"""),
            ("none", ""),
        })
        {
            File.WriteAllText(Workspace.PathOf("types", $"{name}.targets"), $"""
                <Project>
                  {more}
                  <Target Name="FetchUpstream" DependsOnTargets="RecordDefinition">
                    <WriteLinesToFile File="$(UpstreamStamp)" Lines="1" Condition="!Exists('$(UpstreamStamp)')" />
                  </Target>
                  <Target Name="ResolvePlan" DependsOnTargets="FetchUpstream" Inputs="$(DefinitionRecord);$(UpstreamStamp);plan.jsonl" Outputs="$(PlanFile)">
                    {write}
                  </Target>
                </Project>
                """);
        }
    }

    private string Mine() =>
        Workspace.Project("mirror", "<PropertyGroup><MirrorType>mine</MirrorType><MirrorTypeTargets>types/mine.targets</MirrorTypeTargets></PropertyGroup>");

    private void WritePlan(UpstreamServer server, params string[] paths) => File.WriteAllText(
        Workspace.PathOf("plan.jsonl"),
        $"{{\"format\":\"chantal-plan\",\"version\":1,\"type\":\"mine\",\"upstreams\":[\"{server.Uri}/\"]}}\n"
            + string.Concat(paths.Select(path => $"{{\"path\":\"{path}\",\"sha256\":\"{Digest(path)}\",\"role\":\"file\"}}\n")));
}
