using System.Text;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>Metadata=Regenerate</c>: a filtered mirror of an APT repository that lists what it holds, under the site's own signature.</summary>
[TestClass]
public sealed class AptRegenerateTests : AptEndToEndTest
{
    private const string Hello = """<Package Include="hello" />""";

    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_lists_and_installs_what_is_there_and_nothing_else()
    {
        var upstream = DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Replace("main", new BinaryPackage("libgreeting", "1.2-1", "amd64") { Fields = "Pre-Depends: tiny-libc\nMulti-Arch: same\nEssential: yes\nPhased-Update-Percentage: 10" });
        var (_, server) = Serve(upstream);
        Workspace.Build(Define(server.Uri, "stable;stable-updates", items: Hello, properties: Own("<IncludeSources>true</IncludeSources>"))).Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client"))
            .WithDeb822Source(Keys.Stranger.Keyring, $"{nginx.Uri}/{Mirror}", "stable stable-updates", "main")
            .WithSource(Keys.Stranger.Keyring, $"{nginx.Uri}/{Mirror}", "stable main", "deb-src");

        client.Update().Succeeded();
        Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], client.Names());
        client.Install("hello").Succeeded();
        client.Check().Succeeded();
        client.Source("hello").Succeeded();

        Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
        var shown = client.Show("libgreeting");
        foreach (var field in (string[])["Multi-Arch: same", "Essential: yes", "Phased-Update-Percentage: 10"])
        {
            Assert.Contains(field, shown);
        }

        Assert.IsFalse(client.Install("editor").ExitCode == 0, "a package that is not there cannot be seen");
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Aptitude_installs_from_it()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, items: Hello, properties: Own())).Succeeded();
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Stranger.Keyring, $"file:{Published}", "stable main");
        client.Update().Succeeded();

        client.Aptitude("hello").Succeeded();

        Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_follows_a_filter_that_changes_while_upstream_stays()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, items: Hello, properties: Own())).Succeeded();

        // Web servers tell states apart by the second, and these two may be of the same one.
        File.SetLastWriteTimeUtc(Path.Combine(Published, "dists/stable/InRelease"), DateTime.UtcNow.AddHours(-1));
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Stranger.Keyring, $"{nginx.Uri}/{Mirror}", "stable main");
        client.Update().Succeeded();
        Assert.Contains("hello", client.Names());

        Workspace.Build(Define(server.Uri, items: """<Package Include="lonely" />""", properties: Own())).Succeeded();
        client.Update().Succeeded();
        Assert.AreSequenceEqual(["lonely"], client.Names());

        Workspace.Build(Define(server.Uri, items: Hello, properties: Own())).Succeeded();
        client.Update().Succeeded();
        client.Install("hello").Succeeded();
    }

    [TestMethod]
    public void A_flat_repository_is_regenerated_too()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("flat/").Add(new BinaryPackage("one") { Fields = "Depends: two" }, new BinaryPackage("two"), new BinaryPackage("three"));
        var (_, server) = Serve(upstream);
        Workspace.Build(Define(server.Uri, "flat/", components: "", architectures: "", items: """<Package Include="one" />""", properties: Own())).Succeeded();

        Assert.AreSequenceEqual(["one", "two"], Listed("flat/Packages.gz"));
        Gpgv("flat");
    }

    [TestMethod]
    public void It_is_signed_and_verified_and_nothing_is_done_twice()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, items: Hello, properties: Own());
        Assert.IsEmpty(Workspace.Build(project).Succeeded().Warnings);
        Gpgv("dists/stable");
        var inRelease = File.ReadAllText(Path.Combine(upstream.Root, "dists/stable/InRelease"));
        Assert.AreEqual(inRelease, File.ReadAllText(Path.Combine(Published, "dists/stable/InRelease.upstream")));
        Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], Listed("dists/stable/main/binary-amd64/Packages.gz"));
        var before = Tree.Read(Workspace.PublishRoot);

        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(before, Tree.Read(Workspace.PublishRoot));
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);

        upstream.Suite("stable").Replace("main", new BinaryPackage("hello", "2.11", "amd64") { Fields = "Depends: libgreeting" });
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Assert.AreSequenceEqual(["hello", "libgreeting", "tiny-libc"], Listed("dists/stable/main/binary-amd64/Packages.gz"));
        Gpgv("dists/stable");
    }

    [TestMethod]
    [DataRow("InRelease")]
    [DataRow("Packages.xz")]
    public void What_is_damaged_is_made_again(string name)
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, items: Hello, properties: Own());
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Workspace.PublishRoot);
        var digest = Files.Hash(File.ReadAllBytes(Directory.GetFiles(Published, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First()), "SHA256");
        Files.Damage(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));

        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertEqual(before, Tree.Read(Workspace.PublishRoot));
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
    }

    [TestMethod]
    public void A_package_that_is_missing_upstream_is_left_out_of_the_lists_too()
    {
        var (upstream, server) = ServeSmall();
        File.Delete(Directory.GetFiles(upstream.Root, "lonely_*.deb", SearchOption.AllDirectories).Single());

        Workspace.Build(Define(server.Uri, properties: Own("<OnBadPackage>leaveOut</OnBadPackage>"))).FailedWith("CHANTAL4908");
        Assert.AreSequenceEqual(["editor", "greeting-data", "hello", "libgreeting", "tiny-libc"], Listed("dists/stable/main/binary-amd64/Packages.gz"));

        Workspace.Build(Define(server.Uri, properties: Own(), items: """<OptionalFile Include="pool/*/lonely_*" />""")).Succeeded();
        Assert.AreSequenceEqual(["editor", "greeting-data", "hello", "libgreeting", "tiny-libc"], Listed("dists/stable/main/binary-amd64/Packages.gz"));
    }

    [TestMethod]
    public void It_is_frozen_and_travels_like_any_other()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, items: Hello, properties: Own());
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Export", "-p:SnapshotName=jan", "-p:Bundle=jan.tar").Succeeded();

        Workspace.Build(project, $"-p:StoreRoot={Workspace.PathOf("far")}", "-t:Import", "-p:Bundle=jan.tar").Succeeded();

        Tree.AssertEqual(Published, Workspace.Published($"snapshots/jan/{Mirror}"));
        Tree.AssertEqual(Published, Workspace.PathOf("far", "publish", "snapshots", "jan", Mirror));
    }

    [TestMethod]
    public void A_program_signs_and_one_that_does_not_leaves_what_is_published()
    {
        var (upstream, server) = ServeSmall();
        var program = Workspace.PathOf("sign");
        Files.Write(program, Encoding.UTF8.GetBytes(Keys.Stranger.SigningProgram()));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var project = Define(server.Uri, items: Hello, properties: $"<Metadata>Regenerate</Metadata><SigningKey>{Keys.Stranger.ArmoredKeyring}</SigningKey><SigningCommand>sign</SigningCommand>");
        Workspace.Build(project).Succeeded();
        Gpgv("dists/stable");
        var before = Tree.Read(Workspace.PublishRoot);

        File.WriteAllText(program, "#!/bin/sh\necho 'no token' >&2\nexit 1\n");
        upstream.Publish();
        Assert.Contains("no token", Workspace.Build(project).FailedWith("CHANTAL3426").Output);
        Tree.AssertEqual(before, Tree.Read(Workspace.PublishRoot));
    }

    [TestMethod]
    [DataRow("<Metadata>Regenerate</Metadata>", "CHANTAL2004")]
    [DataRow("<Metadata>Regenerate</Metadata><SigningCommand>sign</SigningCommand>", "CHANTAL2004")]
    [DataRow("<Metadata>Regenerate</Metadata><SigningKey>nowhere.asc</SigningKey>", "CHANTAL3423")]
    [DataRow("<Metadata>Anew</Metadata>", "CHANTAL2003")]
    public void A_definition_that_cannot_be_signed_is_refused(string properties, string code)
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, items: Hello, properties: properties)).FailedWith(code);
    }

    private string Own(string more = "")
    {
        if (!File.Exists(Workspace.PathOf("signing.key")))
        {
            Keys.Stranger.ExportSecret(Workspace.PathOf("signing.key"));
        }

        return $"<Metadata>Regenerate</Metadata><SigningKey>signing.key</SigningKey><IncludeDependencies>true</IncludeDependencies>{more}";
    }

    private void Gpgv(string directory)
    {
        var path = Path.Combine(Published, directory);
        _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, Path.Combine(path, "InRelease"));
        _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, Path.Combine(path, "Release.gpg"), Path.Combine(path, "Release"));
    }

    private IReadOnlyList<string> Listed(string path) =>
        [.. Command.Output("zcat", Path.Combine(Published, path)).Split('\n').Where(l => l.StartsWith("Package: ", StringComparison.Ordinal)).Select(l => l["Package: ".Length..]).Order(StringComparer.Ordinal)];
}
