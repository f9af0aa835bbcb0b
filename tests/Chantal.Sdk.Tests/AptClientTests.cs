using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The real apt-get, with the upstream's own key, on what was published.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class AptClientTests : AptEndToEndTest
{
    [TestMethod]
    public void Apt_updates_and_installs_over_nginx()
    {
        var (_, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));
        Workspace.Build(Define(server.Uri, "stable;stable-updates", properties: "<IncludeSources>true</IncludeSources>")).Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client"))
            .WithDeb822Source(Keys.Archive.Keyring, $"{nginx.Uri}/{Mirror}", "stable stable-updates", "main")
            .WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/{Mirror}", "stable main", "deb-src");

        client.Update().Succeeded();
        client.Install("hello", "editor").Succeeded();
        client.Source("greeting").Succeeded();

        Assert.AreSequenceEqual(["editor", "greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
    }

    [TestMethod]
    public void Apt_updates_and_installs_from_the_directory()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri)).Succeeded();

        foreach (var scheme in (string[])["file", "copy"])
        {
            var client = new AptClient(Workspace.PathOf(scheme)).WithSource(Keys.Archive.ArmoredKeyring, $"{scheme}:{Published}", "stable main");

            client.Update().Succeeded();
            client.Install("hello").Succeeded();

            Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
        }
    }

    [TestMethod]
    public void Apt_installs_from_flat_repositories()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("flat/").Add(new BinaryPackage("one") { Fields = "Depends: two" }, new BinaryPackage("two"));
        var (_, server) = Serve(upstream);
        Workspace.Build(Define(server.Uri, "flat/", components: "", architectures: "")).Succeeded();
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, $"file:{Published}", "flat/");

        client.Update().Succeeded();
        client.Install("one").Succeeded();

        Assert.AreSequenceEqual(["one", "two"], client.Installed());
    }

    [TestMethod]
    public void A_slice_with_its_dependencies_installs_on_an_empty_machine()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(
            server.Uri, properties: "<IncludeDependencies>true</IncludeDependencies>", items: """<Package Include="hello" />""")).Succeeded();
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, $"file:{Published}", "stable main");

        client.Update().Succeeded();
        client.Install("hello").Succeeded();

        Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
    }

    [TestMethod]
    public void A_client_that_updated_before_a_sync_still_downloads_after_it()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();

        // Web servers tell states apart by the second, and these two may be of the same one.
        File.SetLastWriteTimeUtc(Path.Combine(Published, "dists/stable/InRelease"), DateTime.UtcNow.AddHours(-1));
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/{Mirror}", "stable main");
        client.Update().Succeeded();

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();

        client.Download("lonely").Succeeded();
        Assert.Contains("lonely_1.0_all.deb", client.Downloaded());
        client.Update().Succeeded();
        client.Download("lonely").Succeeded();
        Assert.Contains("lonely_1.1_all.deb", client.Downloaded());
    }

    [TestMethod]
    public void A_client_that_read_the_old_InRelease_still_finds_its_indices_by_hash()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published, path => path.Contains("/by-hash/", StringComparison.Ordinal)).Paths;

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Assert.IsEmpty(before.Except(Tree.Read(Published).Paths));

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.2"));
        upstream.Publish();
        Workspace.Build(project, "-p:GracePeriod=0").Succeeded();
        Assert.IsNotEmpty(before.Except(Tree.Read(Published).Paths));
        Assert.DoesNotContain("pool/main/l/lonely/lonely_1.0_all.deb", PublishedPackages());
    }
}
