using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>dotnet new chantal-format</c>: what it makes builds, packs, and mirrors, as its README and the how-to say.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class FormatTemplateTests : EndToEndTest
{
    private string UpstreamRoot => Workspace.PathOf("upstream");

    [TestMethod]
    public void Its_project_builds_and_mirrors_that_name_its_targets_sync()
    {
        var newcomer = Maker();
        newcomer.New("chantal-format", "-o", "Example.Catalog").Succeeded();

        Assert.IsEmpty(newcomer.Build("Example.Catalog/Example.Catalog.csproj").Succeeded().Warnings);
        Assert.AreSequenceEqual(["CHANTAL3307"], newcomer.Build("Example.Catalog/sample/mirror.proj").Succeeded().Warnings);
        newcomer.Build("Example.Catalog/sample/mirror.proj").DidNothing();

        Tree.AssertMirrors(newcomer.PathOf("Example.Catalog/sample/upstream"), newcomer.PathOf("Example.Catalog/sample/store/publish/mirror"));

        Publish("a", "one");
        Publish("b", "two");
        Publish("c", "three");
        WriteIndex(1, ("a", "tool", "1.0"), ("b", "tool-debug", "1.0"), ("c", "other", "1.0"));
        Directory.CreateDirectory(newcomer.PathOf("mirrors"));
        File.Copy(newcomer.PathOf("Example.Catalog/global.json"), newcomer.PathOf("mirrors/global.json"));
        Define(newcomer, Own(new UpstreamServer(UpstreamRoot)), "Chantal.Sdk", "<PropertyGroup><MirrorType>catalog</MirrorType><MirrorTypeTargets>../Example.Catalog/Example.Catalog.targets</MirrorTypeTargets></PropertyGroup>"
            + "<ItemGroup><Package Include=\"tool*\" /><ExcludePackage Include=\"*-debug\" /></ItemGroup>");

        newcomer.Build("mirrors/tool.proj").Succeeded();
        newcomer.Build("mirrors/tool.proj").DidNothing();

        Assert.AreSequenceEqual(["a", "index.json", "index.json.asc"], Tree.Read(newcomer.PathOf("mirrors/store/publish/tool")).Paths);
    }

    [TestMethod]
    public void Its_package_is_a_second_SDK_of_a_mirror_that_plans_syncs_snapshots_and_compares()
    {
        var newcomer = Maker();
        newcomer.New("chantal-format", "-n", "Acme.Tools", "-o", "format", "--mirror-type", "acme").Succeeded();
        newcomer.Pack("format/Acme.Tools.csproj", "feed").Succeeded();
        Directory.CreateDirectory(newcomer.PathOf("mirrors"));
        File.WriteAllText(newcomer.PathOf("mirrors/global.json"), $$"""
            { "msbuild-sdks": { "Chantal.Sdk": "{{PackedFeed.SdkVersion}}", "Acme.Tools": "1.0.0" } }
            """);
        Publish("tool/1.9/tool.txt", "nine");
        WriteIndex(1, ("tool/1.9/tool.txt", "tool", "1.9"));
        var server = Own(new UpstreamServer(UpstreamRoot));
        Define(newcomer, server, "Chantal.Sdk;Acme.Tools", "");

        // A plan and a dry run download nothing and publish nothing.
        Assert.Contains("tool", newcomer.Build("mirrors/tool.proj", "-t:Plan").Succeeded().Output);
        newcomer.Build("mirrors/tool.proj", "-p:DryRun=true").Succeeded();
        Assert.IsFalse(Directory.Exists(newcomer.PathOf("mirrors/store/publish/tool")));
        Assert.DoesNotContain("tool/1.9/tool.txt", server.RequestedPaths);

        newcomer.Build("mirrors/tool.proj").Succeeded();
        newcomer.Build("mirrors/tool.proj").DidNothing();
        newcomer.Build("mirrors/tool.proj", "-t:Snapshot", "-p:SnapshotName=one").Succeeded();
        Publish("tool/1.10/tool.txt", "ten");
        WriteIndex(2, ("tool/1.9/tool.txt", "tool", "1.9"), ("tool/1.10/tool.txt", "tool", "1.10"));
        newcomer.Build("mirrors/tool.proj").Succeeded();

        Assert.Contains("tool", newcomer.Build("mirrors/tool.proj", "-t:DiffSnapshot", "-p:From=one", $"-p:OutputFile={newcomer.PathOf("diff.md")}").Succeeded().Output + File.ReadAllText(newcomer.PathOf("diff.md")));
        Assert.Contains("1.10", File.ReadAllText(newcomer.PathOf("diff.md")));
        Tree.AssertMirrors(UpstreamRoot, newcomer.PathOf("mirrors/store/publish/tool"));

        // An index that went back, one that is damaged, and one that nobody signed.
        WriteIndex(1, ("tool/1.9/tool.txt", "tool", "1.9"));
        newcomer.Build("mirrors/tool.proj").FailedWith("CHANTAL3301");
        WriteIndex(3, ("../tool.txt", "tool", "2.0"));
        newcomer.Build("mirrors/tool.proj").FailedWith("CHANTAL3101");
        Sign("{ \"date\": \"2026-01-04T00:00:00Z\" }");
        Assert.Contains("error FORMAT1001: ", newcomer.Build("mirrors/tool.proj").Output);
        File.Delete(Path.Combine(UpstreamRoot, "index.json.asc"));
        newcomer.Build("mirrors/tool.proj").FailedWith("CHANTAL3306");
        Assert.IsTrue(File.Exists(newcomer.PathOf("mirrors/store/publish/tool/tool/1.10/tool.txt")));
    }

    // The packages that a task is compiled against are those that this checkout was built with: nobody is asked for them.
    private Newcomer Maker()
    {
        var newcomer = Own(new Newcomer()).InstallTemplates();
        PackedFeed.Use(newcomer.PathOf(), newcomer.PathOf("feed"));
        return newcomer;
    }

    private static void Define(Newcomer newcomer, UpstreamServer server, string sdk, string more) => File.WriteAllText(newcomer.PathOf("mirrors/tool.proj"), $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <Upstream>{server.Uri}/</Upstream>
            <SignedBy>{Keys.Archive.Keyring}</SignedBy>
            <MaxRetries>1</MaxRetries>
          </PropertyGroup>
          {more}
        </Project>
        """);

    private void Publish(string path, string content)
    {
        var file = Path.Combine(UpstreamRoot, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private void WriteIndex(int day, params (string Path, string Name, string Version)[] files) => Sign(JsonSerializer.Serialize(new
    {
        date = new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero),
        files = files.Select(f => new { path = f.Path, name = f.Name, version = f.Version, size = Content(f.Path).Length, sha256 = Convert.ToHexStringLower(SHA256.HashData(Content(f.Path))) }),
    }));

    private byte[] Content(string path) => path.StartsWith("..", StringComparison.Ordinal) ? [] : File.ReadAllBytes(Path.Combine(UpstreamRoot, path));

    private void Sign(string index)
    {
        Publish("index.json", index);
        Keys.Archive.DetachSign(Path.Combine(UpstreamRoot, "index.json"), Path.Combine(UpstreamRoot, "index.json.asc"));
    }
}
