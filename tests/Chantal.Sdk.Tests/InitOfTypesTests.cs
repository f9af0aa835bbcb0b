using System.Security.Cryptography;
using Chantal.Sdk.Tests.Support;
using Chantal.Shared;

namespace Chantal.Sdk.Tests;

/// <summary><c>chantal init</c> of the types beside APT: what it finds of an upstream, and that what it writes plans and syncs.</summary>
[TestClass]
public sealed class InitOfTypesTests : EndToEndTest
{
    private ChantalTool Chantal => new(Workspace.Root);

    private string Upstream => Workspace.PathOf("upstream");

    [TestMethod]
    public void Repositories_of_packages_are_found_below_an_upstream()
    {
        RockyLike.Base(Upstream, Keys.Archive).Publish();
        RockyLike.Apps(Upstream, Keys.Archive).Publish();
        var server = Own(UpstreamServer.Listing(Upstream));
        Files.Write(Workspace.PathOf("machine", "etc/pki/rpm-gpg/RPM-GPG-KEY-test"), File.ReadAllBytes(Keys.Archive.ArmoredKeyring));

        Assert.MatchesRegex(@"Give --repository: there are AppStream/\$basearch/os, BaseOS/\$basearch/os", Init("rpm", server.Uri).Ended(2).Errors);
        Init("rpm", server.Uri, "--repository", "BaseOS/$basearch/os", "--repository", "AppStream/$basearch/os", "--package", "app", "--include-dependencies", "--name", "rocky").Ended(0);

        var definition = File.ReadAllText(Workspace.PathOf("mirrors", "rocky.proj"));
        Assert.Contains("<Architecture Include=\"x86_64\" />", definition);
        Assert.Contains($"keys/RPM-GPG-KEY-test {Keys.Archive.Fingerprint}", definition);
        Chantal.Call("sync", "rocky").Ended(0);
        Assert.IsNotEmpty(Directory.GetFiles(Workspace.PathOf("mirrors", "store", "publish", "rocky"), "app-*.rpm", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void A_repository_of_packages_itself_is_taken_with_the_key_beside_its_metadata_once_that_was_compared()
    {
        new RpmRepository(Upstream, Keys.Archive).Add(new RpmPackage("lonely")).Publish();
        var server = Own(UpstreamServer.Listing(Upstream));

        Assert.Contains("CHANTAL2605", Init("rpm", server.Uri).Ended(1).Errors);
        Init("rpm", server.Uri, "--fingerprint", Keys.Archive.Fingerprint).Ended(0);

        Chantal.Call("sync").Ended(0);
    }

    [TestMethod]
    public void Branches_and_architectures_of_Alpine_are_found()
    {
        var key = new ApkKey("test@example.org-00000001.rsa.pub");
        var directory = Path.Combine(Upstream, "v3.22", "main", "x86_64");
        var packages = new[] { new ApkPackage("musl", "1.2.5-r10"), new ApkPackage("nginx", "1.28.0-r9") { Depends = ["musl"] } }.Select(p => (Package: p, File: ApkMaker.Package(p, key))).ToList();
        packages.ForEach(f => Files.Write(Path.Combine(directory, f.Package.FileName), f.File));
        Files.Write(Path.Combine(directory, "APKINDEX.tar.gz"), ApkMaker.Index(packages, key));
        Directory.CreateDirectory(Path.Combine(Upstream, "v3.22", "main", "aarch64"));
        Files.Write(Path.Combine(Upstream, key.Name), System.Text.Encoding.UTF8.GetBytes(key.PublicPem));
        var server = Own(UpstreamServer.Listing(Upstream));
        string[] options = ["--repository", "v3.22/main", "--architecture", "x86_64", "--package", "nginx", "--include-dependencies"];

        Assert.Contains("there are aarch64, x86_64", Init("apk", server.Uri, "--repository", "v3.22/main").Ended(2).Errors);
        Assert.Contains("CHANTAL2605", Init("apk", server.Uri, options).Ended(1).Errors);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key.PublicPem);
        Init("apk", server.Uri, [.. options, "--fingerprint", Convert.ToHexString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()))]).Ended(0);

        Assert.Contains("<SignedBy>keys/test%40example.org-00000001.rsa.pub</SignedBy>", File.ReadAllText(Workspace.PathOf("mirrors", "apk.proj")));
        Chantal.Call("sync").Ended(0);
    }

    [TestMethod]
    public void An_index_of_Python_packages_has_slices_and_a_whole()
    {
        var upstream = Own(new PyPIUpstream(Upstream)).Add(new Wheel("app", "1.0") { RequiresDist = ["lib"] }, new Wheel("lib", "1.0"), new Wheel("other", "1.0"));

        Assert.MatchesRegex("--package.*--all.*CHANTAL2601", Init("pypi", upstream.Uri).Ended(2).Errors);
        Init("pypi", upstream.Uri, "--name", "slice", "--package", "app", "--python-version", "3.12", "--include-dependencies").Ended(0);
        Init("pypi", upstream.Uri, "--name", "whole", "--all").Ended(0);

        Chantal.Call("sync").Ended(0);
        Assert.HasCount(2, Directory.GetFiles(Workspace.PathOf("mirrors", "store", "publish", "slice"), "*.whl", SearchOption.AllDirectories));
        Assert.HasCount(3, Directory.GetFiles(Workspace.PathOf("mirrors", "store", "publish", "whole"), "*.whl", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Lists_of_checksums_of_a_directory_are_found_with_who_signed_them()
    {
        var image = "an image"u8.ToArray();
        Files.Write(Path.Combine(Upstream, "tool-1.0.iso"), image);
        File.WriteAllText(Path.Combine(Upstream, "SHA256SUMS"), $"{Convert.ToHexStringLower(SHA256.HashData(image))}  tool-1.0.iso\n");
        Keys.Archive.DetachSign(Path.Combine(Upstream, "SHA256SUMS"), Path.Combine(Upstream, "SHA256SUMS.sign"));
        var server = Own(UpstreamServer.Listing(Upstream));

        Assert.Contains("CHANTAL2604", Init("files", server.Uri).Ended(1).Errors);
        Init("files", server.Uri, "--key", Keys.Archive.ArmoredKeyring).Ended(0);

        Assert.Contains("<ChecksumFile Include=\"SHA256SUMS\" />", File.ReadAllText(Workspace.PathOf("mirrors", "files.proj")));
        Chantal.Call("sync").Ended(0);
    }

    [TestMethod]
    public void A_file_of_repositories_and_a_bandersnatch_configuration_become_definitions_that_plan()
    {
        new RpmRepository(Path.Combine(Upstream, "9"), Keys.Archive).Add(new RpmPackage("lonely"), new RpmPackage("unwanted")).Publish();
        var server = Own(UpstreamServer.Listing(Upstream));
        var index = Own(new PyPIUpstream(Workspace.PathOf("index"))).Add(new Wheel("app", "1.0"), new Wheel("app", "2.0"));
        File.WriteAllText(Workspace.PathOf("our.repo"), $"[ours]\nname=ours\nbaseurl={server.Uri}/9/\ngpgkey=file://{Keys.Archive.ArmoredKeyring}\nincludepkgs=lonely\nsslverify=0\n");
        File.WriteAllText(Workspace.PathOf("bandersnatch.conf"), $"[mirror]\ndirectory = /srv/pypi\nmaster = {index.Uri.TrimEnd('/')[..^"/simple".Length]}\n[plugins]\nenabled =\n    allowlist_project\n[allowlist]\npackages =\n    app >= 2\n");

        Assert.Contains("'sslverify=0' has no counterpart", Chantal.Call("init", "--from", "our.repo").Ended(0).Errors);
        Assert.Contains("/srv/pypi", Chantal.Call("init", "--from", "bandersnatch.conf").Ended(0).Errors);

        var planned = Chantal.Call("plan").Ended(0).Output;
        Assert.Contains("lonely", planned);
        Assert.DoesNotContain("unwanted", planned);
        Assert.Contains("2.0", planned);
        Assert.DoesNotContain("1.0-py3", planned);
    }

    private ToolResult Init(string type, string upstream, params string[] options) =>
        Chantal.Call(["init", "--type", type, "--upstream", upstream, "--root", Workspace.PathOf("machine"), .. options]);
}
