using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Plans;

namespace Chantal.Core.Tests.Apt;

/// <summary>Repositories made with the tools that real ones are made with.</summary>
[TestClass]
public sealed class AptFtpArchiveTests : IDisposable
{
    private readonly PlanFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [TestMethod]
    public async Task A_repository_of_apt_ftparchive_is_planned_whole()
    {
        MakePackage("pool/hello_2%3a1.0+b1_amd64.deb", "hello", "2:1.0+b1", "amd64");
        MakePackage("pool/hello-doc_1_all.deb", "hello-doc", "1", "all");
        var index = "dists/x/main/binary-amd64/Packages";
        _fixture.WriteIndex(index, Encoding.UTF8.GetString(Shell.Require(_fixture.Upstream, "apt-ftparchive", "packages", "pool")));
        _fixture.Write(index + ".xz", Shell.Require(_fixture.Upstream, "xz", "-c", index));
        _fixture.Roots("x", Release("dists/x", "-o", "APT::FTPArchive::Release::Components=main", "-o", "APT::FTPArchive::Release::Architectures=amd64"));
        var (_, entries, _) = await _fixture.PlanAsync();

        // SHA-512 is listed too, so each index is published under four digests.
        var package = entries["pool/hello_2%3a1.0+b1_amd64.deb"];
        Assert.AreEqual(new PackageIdentity("hello", "2:1.0+b1", "amd64"), package.Package);
        Assert.AreEqual("pool/hello_2%253a1.0+b1_amd64.deb", ArtifactPath.ToUrl(package.Path));
        Assert.AreEqual(2, entries.Values.Count(e => e.Role == FileRole.Package));
        Assert.AreEqual(3, entries.Values.Count(e => e.Role == FileRole.Metadata));
    }

    [TestMethod]
    public async Task A_flat_repository_of_dpkg_scanpackages_is_planned_whole()
    {
        MakePackage("a.deb", "a", "1", "amd64");
        _fixture.WriteIndex("Packages", Encoding.UTF8.GetString(Shell.Require(_fixture.Upstream, "dpkg-scanpackages", "-m", ".")));
        _fixture.Roots("./", Release("."));
        _fixture.Definition = _fixture.Definition with { Suites = ["./"] };
        Assert.AreEqual("a.deb", await _fixture.PoolAsync());
    }

    private string Release(string directory, params string[] options) =>
        Encoding.UTF8.GetString(Shell.Require(_fixture.Upstream, "apt-ftparchive", [.. options, "release", directory]));

    private void MakePackage(string path, string name, string version, string architecture)
    {
        _fixture.Write($"build/{name}/DEBIAN/control", $"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: Nobody <nobody@example.com>\nDescription: test\n");
        _fixture.Write(path, []);
        _ = Shell.Require(_fixture.Upstream, "dpkg-deb", "--root-owner-group", "-Zgzip", "-b", $"build/{name}", path);
        Directory.Delete(Path.Combine(_fixture.Upstream, "build"), recursive: true);
    }
}
