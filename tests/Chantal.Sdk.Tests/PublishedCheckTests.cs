using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A sync that has nothing to do does not succeed over a damaged tree.</summary>
[TestClass]
public sealed class PublishedCheckTests : AptEndToEndTest
{
    [TestMethod]
    [DataRow("hard")]
    [DataRow("symbolic")]
    [DataRow("copy")]
    public void What_was_deleted_replaced_or_cut_off_is_published_again(string mode)
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: $"<LinkMode>{mode}</LinkMode>", architectures: "");
        Workspace.Build(project).Succeeded();
        var packages = Tree.Read(upstream.Root).Paths.Where(path => path.EndsWith(".deb", StringComparison.Ordinal)).ToList();
        File.Delete(Path.Combine(Published, "dists/stable/InRelease"));
        File.Delete(Path.Combine(Published, packages[0]));
        File.Delete(Path.Combine(Published, packages[1]));
        File.WriteAllText(Path.Combine(Published, packages[1]), "another file");
        Cut(Path.Combine(Published, packages[2]));
        server.Forget();

        var build = Workspace.Build(project).Succeeded();

        Assert.Contains("CHANTAL4909", build.Output);
        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreSequenceEqual(mode == "copy" ? [] : [packages[2]], server.RequestedPackages);
        Assert.DoesNotContain("CHANTAL4909", Workspace.Build(project).Succeeded().Output);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4909")]
    public void What_cannot_be_repaired_fails_the_sync_and_is_named()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        var package = Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal));
        Cut(Path.Combine(Published, package));
        File.Delete(Path.Combine(upstream.Root, package));

        var build = Workspace.Build(project).FailedWith("CHANTAL4905");

        Assert.Contains(Path.GetFileName(package), build.Output);
        Workspace.Build(project).FailedWith("CHANTAL4905");
    }

    [TestMethod]
    public void VerifyShare_reads_a_part_after_every_sync_and_repairs_what_no_look_can_tell()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<VerifyShare>100%</VerifyShare>", architectures: "");
        Workspace.Build(project).Succeeded();
        Files.Damage(Path.Combine(Published, Tree.Read(upstream.Root).Paths.First(path => path.EndsWith("_amd64.deb", StringComparison.Ordinal))));

        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
    }

    [TestMethod]
    public void CheckShare_is_a_part_in_percent()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-p:CheckShare=some").FailedWith("CHANTAL2003");
        File.Delete(Path.Combine(Published, "dists/stable/InRelease"));
        Workspace.Build(project, "-p:CheckShare=100%").Succeeded();
        Tree.AssertMirrors(upstream.Root, Published);
    }

    private static void Cut(string path)
    {
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }
}
