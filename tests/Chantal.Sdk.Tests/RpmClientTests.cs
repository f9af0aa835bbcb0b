using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The real dnf, with signatures of metadata and packages required, on what was published.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class RpmClientTests : RpmEndToEndTest
{
    [TestMethod]
    public void Dnf_installs_packages_modules_and_groups_and_reads_advisories_over_nginx()
    {
        var (_, _, server) = ServeRockyLike();
        Workspace.Build(Define(server.Uri, BothRepositories)).Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = Client($"{nginx.Uri}/{Mirror}");

        client.Install("app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0", "extra-1.0", "lib-1.1", "tool-1.0"], client.Installed());
        client.Run("module", "install", "server:2").Succeeded();
        Assert.Contains("server-2.0", client.Installed());
        Assert.Contains("Workshop", client.Run("group", "list", "-v").Succeeded().Output);
        Assert.Contains("TEST-2025:1", client.Run("updateinfo", "list", "--all").Succeeded().Output);
    }

    [TestMethod]
    public void Dnf_installs_a_group_from_the_directory()
    {
        var (_, _, server) = ServeRockyLike();
        Workspace.Build(Define(server.Uri, BothRepositories)).Succeeded();
        var client = Client($"file://{Published}");

        client.Run("group", "install", "workshop").Succeeded();

        Assert.Contains("app-1.0", client.Installed());
    }

    [TestMethod]
    public void A_filtered_mirror_signed_with_a_key_of_ones_own_installs()
    {
        var (_, _, server) = ServeRockyLike();
        var secret = Workspace.PathOf("secret.asc");
        Keys.Stranger.ExportSecret(secret);
        Workspace.Build(Define(
            server.Uri,
            BothRepositories + """<Package Include="app" />""",
            $"<IncludeDependencies>true</IncludeDependencies><SigningKey>{secret}</SigningKey>")).Succeeded();
        var keys = Workspace.PathOf("keys.asc");
        File.WriteAllText(keys, File.ReadAllText(Keys.Archive.ArmoredKeyring) + File.ReadAllText(Keys.Stranger.ArmoredKeyring));
        var client = Client($"file://{Published}", keys);

        client.Install("app").Succeeded();

        Assert.AreSequenceEqual(["app-1.0", "extra-1.0", "lib-1.1", "tool-1.0"], client.Installed());
        Assert.AreSequenceEqual(["app-1.0-1.noarch.rpm", "extra-1.0-1.noarch.rpm", "lib-1.1-1.x86_64.rpm", "tool-1.0-1.noarch.rpm"], PublishedPackages());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Dnf_believes_one_of_several_keys_and_what_a_program_signs(bool isProgram)
    {
        var (_, _, server) = ServeRockyLike();
        var old = Own(new SigningKey("Old <old@example.org>"));
        old.ExportSecret(Workspace.PathOf("old.asc"));
        Keys.Stranger.ExportSecret(Workspace.PathOf("new.asc"));
        Files.Write(Workspace.PathOf("sign"), System.Text.Encoding.UTF8.GetBytes(Keys.Stranger.SigningProgram()));
        File.SetUnixFileMode(Workspace.PathOf("sign"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Workspace.Build(Define(
            server.Uri,
            BothRepositories + """<Package Include="tool" />""",
            isProgram ? $"<SigningKey>{Keys.Stranger.ArmoredKeyring}</SigningKey><SigningCommand>sign</SigningCommand>" : "<SigningKey>old.asc;new.asc</SigningKey>")).Succeeded();
        var keys = Workspace.PathOf("keys.asc");
        File.WriteAllText(keys, File.ReadAllText(Keys.Archive.ArmoredKeyring) + File.ReadAllText(Keys.Stranger.ArmoredKeyring));
        var client = Client($"file://{Published}", keys);

        client.Install("tool").Succeeded();

        Assert.AreSequenceEqual(["tool-1.0"], client.Installed());
    }

    [TestMethod]
    public void A_filtered_mirror_keeps_streams_whole_and_dnf_enables_them()
    {
        var (_, _, server) = ServeRockyLike();
        Workspace.Build(Define(server.Uri, BothRepositories + """<Package Include="server" />""", "<KeepVersions>1</KeepVersions>")).Succeeded();
        var client = Client($"file://{Published}", checksMetadata: false);

        client.Run("module", "install", "server:1").Succeeded();

        Assert.AreSequenceEqual(["server-1.1", "server-common-1.1"], client.Installed());
        Assert.AreSequenceEqual(
            ["server-1.1-1.module1.x86_64.rpm", "server-2.0-1.module2.x86_64.rpm", "server-common-1.1-1.module1.noarch.rpm", "server-common-2.0-1.module2.noarch.rpm"],
            PublishedPackages());
    }

    [TestMethod]
    public void Zypper_installs_over_nginx()
    {
        var (_, _, server) = ServeRockyLike();
        Workspace.Build(Define(server.Uri, BothRepositories)).Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new ZypperClient(Workspace.PathOf("client"))
            .WithRepository("base", $"{nginx.Uri}/{Mirror}/{RockyLike.BaseOS}");

        client.Refresh().Succeeded();
        client.Install("lib").Succeeded();

        Assert.AreEqual("1.1", File.ReadAllText(Path.Combine(client.Root, "usr/share/lib/data")).Trim());
    }

    [TestMethod]
    public void Reposync_and_createrepo_accept_the_tree()
    {
        var (_, _, server) = ServeRockyLike();
        Workspace.Build(Define(server.Uri, BothRepositories)).Succeeded();
        var copy = Workspace.PathOf("copy");

        Client($"file://{Published}").Run("reposync", "--download-metadata", $"--download-path={copy}").Succeeded();
        var made = Directory.CreateDirectory(Workspace.PathOf("made")).FullName;
        Command.Output("createrepo_c", "--quiet", "--outputdir", made, Path.Combine(Published, RockyLike.BaseOS));

        Assert.HasCount(PublishedPackages().Count, Directory.GetFiles(copy, "*.rpm", SearchOption.AllDirectories));
    }

    private DnfClient Client(string url, string? key = null, bool checksMetadata = true) =>
        new DnfClient(Workspace.PathOf("client"))
            .WithRepository("base", $"{url}/{RockyLike.BaseOS}", key ?? Keys.Archive.ArmoredKeyring, checksMetadata)
            .WithRepository("apps", $"{url}/{RockyLike.AppStream}", key ?? Keys.Archive.ArmoredKeyring, checksMetadata);
}
