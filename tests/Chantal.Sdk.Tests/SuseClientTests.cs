using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The real zypper, with signatures of metadata and packages required, on what was published of repositories in SUSE's shape.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class SuseClientTests : RpmEndToEndTest
{
    private const string Items = """<Variable Include="releasever" Value="15.6" /><Repository Include="distribution/leap/$releasever/repo/oss;update/leap/$releasever/oss" />""";

    [TestMethod]
    public void Zypper_refreshes_and_installs_a_package_a_pattern_and_a_patch()
    {
        Workspace.Build(Define(ServeLeapLike().Uri, Items)).Succeeded();
        var client = Client();

        client.Refresh().Succeeded();
        client.Install("lib=1.0").Succeeded();
        Assert.AreEqual("1.0", VersionOf(client, "lib"));
        client.InstallPattern("workshop").Succeeded();
        Assert.AreEqual("1.1", VersionOf(client, "tool"));
        client.InstallPatch("openSUSE-2025-2").Succeeded();
        Assert.AreEqual("1.1", VersionOf(client, "lib"));

        var oss = Path.Combine(Published, LeapLike.Oss);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Upstream, LeapLike.Oss), "*", SearchOption.AllDirectories))
        {
            Assert.AreSequenceEqual(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(oss, Path.GetRelativePath(Path.Combine(Upstream, LeapLike.Oss), file))), file);
        }
    }

    [TestMethod]
    public void Zypper_patch_installs_the_patches_that_a_machine_needs()
    {
        Workspace.Build(Define(ServeLeapLike().Uri, Items)).Succeeded();
        var client = Client();
        client.Install("tool=1.0", "lib=1.0").Succeeded();

        Assert.AreEqual(0, client.Patch().ExitCode % 100);

        Assert.AreEqual("1.1", VersionOf(client, "tool"));
        Assert.AreEqual("1.1", VersionOf(client, "lib"));
    }

    [TestMethod]
    public void Zypper_refuses_what_was_altered_in_the_published_tree()
    {
        Workspace.Build(Define(ServeLeapLike().Uri, Items, "<LinkMode>copy</LinkMode>")).Succeeded();
        var repomd = Path.Combine(Published, LeapLike.Oss, "repodata/repomd.xml");
        var text = File.ReadAllText(repomd);
        File.Delete(repomd);
        File.WriteAllText(repomd, text + "\n");

        var refused = Client().Refresh();

        Assert.AreNotEqual(0, refused.ExitCode);
        Assert.Contains("Signature verification failed", refused.Output);
    }

    [TestMethod]
    public void Zypper_uses_a_service_whose_repositories_are_the_mirrors()
    {
        var server = ServeLeapLike();
        LeapLike.WriteService(Upstream, server.Uri);
        Workspace.Build(Define(server.Uri, """<Service Include="." Alias="oss;update" />""")).Succeeded();
        server.Dispose();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new ZypperClient(Workspace.PathOf("client")).WithService("leap", $"{nginx.Uri}/{Mirror}");

        client.Refresh().Succeeded();
        client.InstallPattern("workshop").Succeeded();

        Assert.AreEqual("1.1", VersionOf(client, "tool"));
        var listed = client.Run("repos", "--details").Succeeded().Output;
        Assert.Contains($"{nginx.Uri}/{Mirror}/{LeapLike.Oss}", listed);
        Assert.Contains($"{nginx.Uri}/{Mirror}/{LeapLike.Updates}", listed);
        Assert.DoesNotContain("debug", listed);
    }

    [TestMethod]
    public void A_filtered_mirror_offers_just_the_patterns_that_it_can_install()
    {
        var secret = Workspace.PathOf("secret.asc");
        Keys.Archive.ExportSecret(secret);
        Workspace.Build(Define(ServeLeapLike().Uri, Items + """<Architecture Include="x86_64" /><Package Include="tool" />""", $"<SigningKey>{secret}</SigningKey>")).Succeeded();
        var client = Client();

        client.Refresh().Succeeded();
        var patterns = client.Run("search", "-t", "pattern").Succeeded().Output;
        Assert.Contains("workshop", patterns);
        Assert.DoesNotContain("bureau", patterns);
        var patches = client.Run("search", "-t", "patch").Succeeded().Output;
        Assert.Contains("openSUSE-2025-1", patches);
        Assert.DoesNotContain("openSUSE-2025-2", patches);
        client.InstallPattern("workshop").Succeeded();
        Assert.AreEqual("1.1", VersionOf(client, "tool"));
    }

    [TestMethod]
    public void A_pattern_that_is_a_package_brings_the_patterns_and_packages_that_it_requires()
    {
        var secret = Workspace.PathOf("secret.asc");
        Keys.Archive.ExportSecret(secret);
        Workspace.Build(Define(
            ServeLeapLike().Uri,
            Items + """<Architecture Include="x86_64" /><Package Include="patterns-workshop" />""",
            $"<IncludeDependencies>true</IncludeDependencies><SigningKey>{secret}</SigningKey>")).Succeeded();
        var client = Client();

        client.Install("patterns-workshop").Succeeded();

        Assert.AreEqual("1.1", VersionOf(client, "tool"));
        Assert.AreEqual("1.1", VersionOf(client, "lib"));
        Assert.AreSequenceEqual(
            ["lib-1.1-1.x86_64.rpm", "patterns-base-1.0-1.noarch.rpm", "patterns-workshop-1.0-1.noarch.rpm", "tool-1.1-1.noarch.rpm"],
            PublishedPackages());
    }

    private static string VersionOf(ZypperClient client, string package) => File.ReadAllText(Path.Combine(client.Root, $"usr/share/{package}/data")).Trim();

    private UpstreamServer ServeLeapLike()
    {
        LeapLike.Distribution(Upstream, Keys.Archive).Publish();
        LeapLike.Updated(Upstream, Keys.Archive).Publish();
        return Own(new UpstreamServer(Upstream));
    }

    private ZypperClient Client()
    {
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        return new ZypperClient(Workspace.PathOf("client"))
            .WithRepository("oss", $"{nginx.Uri}/{Mirror}/{LeapLike.Oss}")
            .WithRepository("update", $"{nginx.Uri}/{Mirror}/{LeapLike.Updates}");
    }
}
