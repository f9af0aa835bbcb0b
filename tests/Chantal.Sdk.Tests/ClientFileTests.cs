using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The real apt-get is set up by nothing but the files that are written for hosts.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class AptClientFileTests : AptEndToEndTest
{
    [TestMethod]
    public void Apt_installs_by_the_files_of_a_head_a_snapshot_and_a_channel_even_when_their_metadata_has_expired()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").ValidUntil = DateTimeOffset.UtcNow.AddDays(-1);
        var (_, server) = Serve(upstream);
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var project = Define(server.Uri, properties: $"<PublicUrl>{nginx.Uri}</PublicUrl><CheckValidUntil>false</CheckValidUntil>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        foreach (var place in (string[])["snapshots/jan", "channels/prod"])
        {
            var client = ClientOf($"{place}/mirror.sources");
            client.Update().Succeeded();
            client.Install("hello").Succeeded();
            Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], client.Installed());
        }

        Assert.DoesNotContain("Check-Valid-Until", File.ReadAllText(Workspace.Published("clients/mirror.sources")));
        Assert.Contains("expired", ClientOf("clients/mirror.sources").Update().Output);
        Assert.IsEmpty(Workspace.Build(project, "-t:Verify").Succeeded().Warnings);
        Workspace.Build(project, "-t:Rebuild", "-p:CheckValidUntil=false").Succeeded();
        Workspace.Build(project, "-t:Clean").Succeeded();
        Assert.IsFalse(Directory.Exists(Workspace.Published("clients")));
    }

    [TestMethod]
    public void Apt_believes_the_sites_own_key_of_a_channel_that_it_signs()
    {
        var (_, server) = ServeSmall();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        Keys.Stranger.ExportSecret(Workspace.PathOf("channel.key"));
        var project = Define(server.Uri, properties: $"<PublicUrl>{nginx.Uri}</PublicUrl><ChannelSigningKey>channel.key</ChannelSigningKey>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        foreach (var place in (string[])["clients", "snapshots/jan", "channels/prod"])
        {
            ClientOf($"{place}/mirror.sources").Update().Succeeded();
        }
    }

    [TestMethod]
    public void Apt_believes_only_the_keys_that_a_definition_narrows_to_and_the_sites_own_where_it_signs()
    {
        var (_, server) = ServeSmall();
        var both = Workspace.PathOf("both.asc");
        File.WriteAllText(both, File.ReadAllText(Keys.Stranger.ArmoredKeyring) + File.ReadAllText(Keys.Archive.ArmoredKeyring));
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var address = $"<PublicUrl>{nginx.Uri}/</PublicUrl>";
        Workspace.Build(Define(server.Uri, properties: address, keyring: $"{both} {Keys.Archive.Fingerprint}")).Succeeded();
        var client = ClientOf("clients/mirror.sources");
        client.Update().Succeeded();
        Assert.AreEqual(1, Packets("clients/mirror.asc"));

        var secret = Workspace.PathOf("secret.asc");
        Keys.Stranger.ExportSecret(secret);
        Workspace.Build(Define(server.Uri, properties: $"{address}<Metadata>Regenerate</Metadata><SigningKey>{secret}</SigningKey>")).Succeeded();
        var regenerated = ClientOf("clients/mirror.sources");
        regenerated.Update().Succeeded();
        regenerated.Install("hello").Succeeded();
        Assert.AreEqual(1, Packets("clients/mirror.asc"));
    }

    // How many certificates gpg finds.
    private int Packets(string file) => Command.Output("gpg", "--show-keys", "--with-colons", Workspace.Published(file)).Split('\n').Count(l => l.StartsWith("pub:", StringComparison.Ordinal));

    private AptClient ClientOf(string file)
    {
        var client = new AptClient(Workspace.PathOf($"client-{Guid.NewGuid():n}"));
        File.Copy(Workspace.Published(file), Path.Combine(client.Root, "etc/apt/sources.list.d/mirror.sources"));
        return client;
    }
}

/// <summary>The real dnf and zypper are set up by nothing but the files that are written for hosts.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class DnfClientFileTests : RpmEndToEndTest
{
    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, true)]
    [DataRow(true, false)]
    public void Dnf_installs_by_the_files_of_a_head_a_snapshot_and_a_channel(bool isFiltered, bool isSigned)
    {
        var (_, _, server) = ServeRockyLike();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var secret = Workspace.PathOf("secret.asc");
        Keys.Stranger.ExportSecret(secret);
        var project = Define(
            server.Uri,
            BothRepositories + (isFiltered ? """<Package Include="app" />""" : ""),
            $"<PublicUrl>{nginx.Uri}</PublicUrl><IncludeDependencies>{(isFiltered ? "true" : "false")}</IncludeDependencies>{(isSigned ? $"<SigningKey>{secret}</SigningKey>" : "")}");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        foreach (var place in (string[])["clients", "snapshots/jan", "channels/prod"])
        {
            var text = File.ReadAllText(Workspace.Published($"{place}/mirror.repo"));
            Assert.Contains($"repo_gpgcheck={(isFiltered && !isSigned ? 0 : 1)}\n", text);
            Assert.Contains("gpgcheck=1\n", text);
            var client = new DnfClient(Workspace.PathOf($"client-{Guid.NewGuid():n}"));
            File.WriteAllText(Path.Combine(client.Root, "repos/mirror.repo"), text);
            client.Install("app").Succeeded();
            Assert.AreSequenceEqual(["app-1.0", "extra-1.0", "lib-1.1", "tool-1.0"], client.Installed());
        }
    }

    [TestMethod]
    public void Zypper_installs_by_the_file_of_a_channel()
    {
        var (_, _, server) = ServeRockyLike();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var project = Define(server.Uri, BothRepositories, $"<PublicUrl>{nginx.Uri}</PublicUrl>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        var client = new ZypperClient(Workspace.PathOf("client"));
        File.Copy(Workspace.Published("channels/prod/mirror.repo"), Path.Combine(Directory.CreateDirectory(Path.Combine(client.Root, "etc/zypp/repos.d")).FullName, "mirror.repo"));

        client.Refresh().Succeeded();
        client.Install("lib").Succeeded();

        Assert.AreEqual("1.1", File.ReadAllText(Path.Combine(client.Root, "usr/share/lib/data")).Trim());
    }
}

/// <summary>The real pip is set up by nothing but the files that are written for hosts.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class PipClientFileTests : PyPIEndToEndTest
{
    [TestMethod]
    public void Pip_installs_by_the_files_of_a_head_a_snapshot_and_a_channel()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        var nginx = Own(new Nginx(Workspace.PublishRoot, $$"""server { listen 80; root "{{Workspace.PublishRoot}}"; types { text/html html; } }"""));
        var project = Define(upstream.Uri, """<Package Include="app" />""", $"<PublicUrl>{nginx.Uri}</PublicUrl>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        foreach (var place in (string[])["clients", "snapshots/jan", "channels/prod"])
        {
            var pip = Pip();
            pip.Configure(Workspace.Published($"{place}/mirror.pip.conf")).InstallAsConfigured("app").Succeeded();
            Assert.AreSequenceEqual(["app-1.0"], pip.Installed());
        }
    }
}
