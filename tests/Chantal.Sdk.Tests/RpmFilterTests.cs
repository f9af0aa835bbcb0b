using System.IO.Compression;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Filtered repositories: metadata lists exactly what is there.</summary>
[TestClass]
public sealed class RpmFilterTests : RpmEndToEndTest
{
    [TestMethod]
    public void Names_are_kept_and_left_out()
    {
        var (_, _, server) = ServeRockyLike();

        Workspace.Build(Define(server.Uri, BothRepositories + """<Package Include="l*" /><ExcludePackage Include="lonely" />""")).Succeeded();

        Assert.AreSequenceEqual(["lib-1.0-1.x86_64.rpm", "lib-1.1-1.x86_64.rpm", "lib-1.1~rc1-1.x86_64.rpm", "libc++-2.0^git1-1.x86_64.rpm"], PublishedPackages());
    }

    [TestMethod]
    public void The_newest_version_is_the_one_that_rpm_calls_so()
    {
        var (_, _, server) = ServeRockyLike();

        Workspace.Build(Define(server.Uri, """<Repository Include="BaseOS/$basearch/os" /><Architecture Include="x86_64" /><Package Include="lib" />""", "<KeepVersions>1</KeepVersions>")).Succeeded();

        Assert.AreSequenceEqual(["lib-1.1-1.x86_64.rpm"], PublishedPackages());
    }

    [TestMethod]
    public void Lists_and_advisories_name_what_is_left_and_databases_go()
    {
        var (_, _, server) = ServeRockyLike();

        Workspace.Build(Define(server.Uri, """<Repository Include="BaseOS/$basearch/os" /><Architecture Include="x86_64" /><Package Include="lib" />""", "<KeepVersions>1</KeepVersions>")).Succeeded();

        var repodata = Path.Combine(Published, RockyLike.BaseOS, "repodata");
        foreach (var type in (string[])["primary", "filelists", "other"])
        {
            var list = Unpack(repodata, type + ".xml.gz");
            Assert.Contains("packages=\"1\"", list);
            Assert.AreEqual(1, list.Split("<package ").Length - 1, type);
        }

        var advisories = Unpack(repodata, "updateinfo.xml.gz");
        Assert.Contains("TEST-2025:1", advisories);
        Assert.DoesNotContain("lonely-1.0", advisories);
        Assert.DoesNotContain("TEST-2025:2", advisories);
        Assert.IsEmpty(Directory.GetFiles(repodata, "*sqlite*"));
        Assert.IsFalse(File.Exists(Path.Combine(repodata, "repomd.xml.asc")));
    }

    [TestMethod]
    public void Verbatim_metadata_with_a_filter_thins_the_packages_only()
    {
        var (repository, _, server) = ServeRockyLike();

        Workspace.Build(Define(
            server.Uri, """<Repository Include="BaseOS/$basearch/os" /><Architecture Include="x86_64" /><Package Include="lib" />""", "<Metadata>Verbatim</Metadata>")).Succeeded();

        Tree.AssertEqual(Path.Combine(repository.Root, "repodata"), Path.Combine(Published, RockyLike.BaseOS, "repodata"));
        Assert.HasCount(3, PublishedPackages());
    }

    [TestMethod]
    public void Architectures_filter_a_repository_that_is_for_all_of_them()
    {
        var (_, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("lib", "1.0", "x86_64"), new RpmPackage("lib", "1.0", "aarch64"), new RpmPackage("lonely", "1.0", "src"));

        Workspace.Build(Define(server.Uri, """<Architecture Include="aarch64" />""")).Succeeded();
        Assert.AreSequenceEqual(["lib-1.0-1.aarch64.rpm", "lonely-1.0-1.noarch.rpm"], PublishedPackages());

        Workspace.Build(Define(server.Uri, """<Architecture Include="aarch64" />""", "<IncludeSources>true</IncludeSources>")).Succeeded();
        Assert.Contains("lonely-1.0-1.src.rpm", PublishedPackages());
    }

    [TestMethod]
    public void What_cannot_be_had_is_a_warning_with_the_path_that_leads_to_it()
    {
        var (_, server) = Serve("", new RpmPackage("app") { Tags = "Requires: middle" }, new RpmPackage("middle") { Tags = "Requires: nowhere >= 2" });

        var result = Workspace.Build(Define(server.Uri, """<Package Include="app" />""", "<IncludeDependencies>true</IncludeDependencies>")).Succeeded();

        Assert.Contains("CHANTAL5106", result.Warnings);
        Assert.Contains("app -> middle -> nowhere", result.Output);
        Assert.AreSequenceEqual(["app-1.0-1.noarch.rpm", "middle-1.0-1.noarch.rpm"], PublishedPackages());
    }

    [TestMethod]
    public void A_plan_downloads_no_package()
    {
        var (_, _, server) = ServeRockyLike();

        Workspace.Build(Define(server.Uri, BothRepositories), "-t:Plan").Succeeded();

        Assert.IsFalse(server.RequestedPaths.Any(path => path.EndsWith(".rpm", StringComparison.Ordinal)));
    }

    private static string Unpack(string repodata, string ending)
    {
        using var stream = new GZipStream(File.OpenRead(Directory.GetFiles(repodata, "*-" + ending).Single()), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
