using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Whole repositories, byte for byte; and what changes in them.</summary>
[TestClass]
public sealed class RpmSyncTests : RpmEndToEndTest
{
    [TestMethod]
    public void Repositories_are_mirrored_byte_for_byte_with_all_that_belongs_to_them()
    {
        var (_, _, server) = ServeRockyLike();

        Workspace.Build(Define(server.Uri, BothRepositories)).Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }

    [TestMethod]
    [DataRow("--simple-md-filenames")]
    [DataRow("--xz")]
    [DataRow("--checksum=sha512")]
    [DataRow("--checksum=sha384")]
    public void Whatever_createrepo_makes_is_mirrored(string option)
    {
        var repository = new RpmRepository(Upstream, Keys.Archive).Add(new RpmPackage("lonely"), new RpmPackage("libc++", "1~rc1"));
        repository.Options.Add(option);
        repository.Publish();
        var server = Own(new UpstreamServer(Upstream));

        Workspace.Build(Define(server.Uri)).Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }

    [TestMethod]
    public void A_repository_without_packages_is_mirrored()
    {
        var (_, server) = Serve("");

        Workspace.Build(Define(server.Uri)).Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }

    [TestMethod]
    public void With_nothing_new_one_request_a_repository_is_enough()
    {
        var (_, _, server) = ServeRockyLike();
        var project = Define(server.Uri, BothRepositories);
        Workspace.Build(project).Succeeded();
        server.Forget();

        Workspace.Build(project).DidNothing();

        Assert.AreSequenceEqual(["AppStream/x86_64/os/repodata/repomd.xml", "BaseOS/x86_64/os/.treeinfo", "BaseOS/x86_64/os/repodata/repomd.xml"], server.RequestedPaths);
    }

    [TestMethod]
    public void One_changed_package_is_all_that_is_downloaded()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("tool"));
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        server.Forget();

        repository.Packages[0] = new RpmPackage("lonely", "1.1");
        repository.Publish();
        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["Packages/lonely-1.1-1.noarch.rpm"], server.RequestedPaths.Where(path => path.EndsWith(".rpm", StringComparison.Ordinal)).ToList());
        Tree.AssertEqual(Upstream, Published);
    }

    [TestMethod]
    public void Of_several_repositories_the_one_that_changed_is_read_again()
    {
        var (_, apps, server) = ServeRockyLike();
        var project = Define(server.Uri, BothRepositories, "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        var parts = Workspace.State(Mirror, "parts");
        var before = Directory.GetFiles(parts).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        apps.Add(new RpmPackage("another")).Publish();
        Workspace.Build(project).Succeeded();

        Tree.AssertEqual(Upstream, Published);
        Assert.HasCount(2, Directory.GetFiles(parts));
        Assert.HasCount(1, Directory.GetFiles(parts).Where(file => before.TryGetValue(file, out var time) && File.GetLastWriteTimeUtc(file) == time));
    }

    [TestMethod]
    public void Old_metadata_stays_for_the_grace_period()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published).Paths;

        repository.Add(new RpmPackage("tool")).Publish();
        Workspace.Build(project).Succeeded();

        Assert.IsEmpty(before.Except(Tree.Read(Published).Paths));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3421")]
    public void Packages_outside_of_their_repository_lie_where_upstream_has_them()
    {
        var repository = new RpmRepository(Path.Combine(Upstream, "el9/x86_64"), Keys.Archive).Publish();
        Files.Write(Path.Combine(Upstream, "pool/lonely.rpm"), BuiltRpm.Of(new RpmPackage("lonely"), Keys.Archive));
        var scratch = Directory.CreateDirectory(Workspace.PathOf("scratch")).FullName;
        Command.Output("createrepo_c", "--quiet", "--outputdir", scratch, "--location-prefix", "../../pool", Path.Combine(Upstream, "pool"));
        Directory.Delete(Path.Combine(repository.Root, "repodata"), recursive: true);
        Directory.Move(Path.Combine(scratch, "repodata"), Path.Combine(repository.Root, "repodata"));
        repository.Sign();
        var server = Own(new UpstreamServer(Upstream));

        Workspace.Build(Define(server.Uri, """<Repository Include="el9/$basearch" /><Architecture Include="x86_64" />""")).Succeeded();
        Tree.AssertEqual(Upstream, Published);

        Workspace.Build(Define(server.Uri + "/el9/x86_64/")).FailedWith("CHANTAL3421");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3431")]
    public void A_metalink_names_the_mirrors_and_one_out_of_step_is_passed_over()
    {
        var (repository, server) = Serve("mirror-a", new RpmPackage("lonely"));
        Files.CopyTree(Path.Combine(Upstream, "mirror-a"), Path.Combine(Upstream, "mirror-b"));
        repository.Add(new RpmPackage("tool")).Publish();
        WriteMetaLink(server, "mirror-b", "mirror-a");
        var project = Define("", $"""<Repository Include="fedora" MetaLink="{server.Uri}/metalink" />""");

        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(repository.Root, Path.Combine(Published, "fedora"));

        server.Forget();
        Workspace.Build(project).DidNothing();
        Assert.AreSequenceEqual(["metalink"], server.RequestedPaths);
    }

    [TestMethod]
    public void A_mirror_list_names_the_mirrors()
    {
        var (repository, server) = Serve("mirror-a", new RpmPackage("lonely"));
        File.WriteAllText(Path.Combine(Upstream, "list"), $"# mirrors\n{server.Uri}/gone/\n{server.Uri}/mirror-a/\n");

        Workspace.Build(Define("", properties: $"<MirrorList>{server.Uri}/list</MirrorList>")).Succeeded();

        Tree.AssertEqual(repository.Root, Published);
    }

    [TestMethod]
    public void An_upstream_that_changes_in_mid_sync_is_looked_at_again()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("tool"));
        var changed = 0;
        server.Asked += path =>
        {
            if (path.EndsWith(".rpm", StringComparison.Ordinal) && Interlocked.Exchange(ref changed, 1) == 0)
            {
                repository.Packages[0] = new RpmPackage("lonely", "1.1");
                repository.Packages[1] = new RpmPackage("tool", "1.1");
                repository.Publish();
            }
        };

        Workspace.Build(Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>")).Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }

    private void WriteMetaLink(UpstreamServer server, params string[] mirrors)
    {
        var repomd = File.ReadAllBytes(Path.Combine(Upstream, mirrors[^1], "repodata/repomd.xml"));
        var urls = mirrors.Select((mirror, i) => $"""<url protocol="http" type="http" preference="{100 - i}">{server.Uri}/{mirror}/repodata/repomd.xml</url>""");
        File.WriteAllText(Path.Combine(Upstream, "metalink"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <metalink version="3.0" xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager">
              <files><file name="repomd.xml">
                <mm0:timestamp>1</mm0:timestamp>
                <size>{repomd.Length}</size>
                <verification><hash type="sha256">{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(repomd))}</hash></verification>
                <resources maxconnections="1">{string.Concat(urls)}</resources>
              </file></files>
            </metalink>
            """);
    }
}
