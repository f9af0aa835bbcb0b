using Chantal.Files.Names;

namespace Chantal.Core.Tests.Files;

[TestClass]
public sealed class NameTests
{
    [TestMethod]
    public void Versions_are_in_the_order_in_which_they_were_made()
    {
        string[] order = ["nightly", "v0.9.10", "1.0-dev1", "v1.0-alpha", "1.0-beta.2", "v1.0-rc1", "v1.0-rc2", "v1.0-rc10", "1.0", "1.0a", "1.0-1", "release-1.0.1", "v1.2", "1.10", "2.0.0", "2024-01-15", "20250101"];

        var shuffled = order.Reverse().ToList();
        shuffled.Sort(VersionOrder.Instance);

        Assert.AreSequenceEqual(order, shuffled);
        foreach (var (a, b) in order.SelectMany(a => order.Select(b => (a, b))))
        {
            Assert.AreEqual(Math.Sign(VersionOrder.Instance.Compare(a, b)), -Math.Sign(VersionOrder.Instance.Compare(b, a)), $"{a} {b}");
        }
    }

    [TestMethod]
    [DataRow("isos/debian-12.9.0-amd64-netinst.iso", "debian-*-amd64-netinst.iso", "12.9.0")]
    [DataRow("hello-2.12.1.tar.gz", "hello-*.tar.gz", "2.12.1")]
    [DataRow("Fedora-Server-netinst-x86_64-42-1.1.iso", "Fedora-Server-netinst-x86_64-*.iso", "42-1.1")]
    [DataRow("tool_linux_amd64_v0.3.0-rc1.zip", "tool_linux_amd64_*.zip", "v0.3.0-rc1")]
    [DataRow("openssl-1.1.1w.tar.gz", "openssl-*.tar.gz", "1.1.1w")]
    [DataRow("image-20250131.qcow2", "image-*.qcow2", "20250131")]
    [DataRow("firmware_x86_64.bin", "firmware_x86_64.bin", "")]
    public void A_name_says_which_version_of_what_a_file_is(string path, string name, string version)
    {
        var package = FileNames.Identify(path);

        Assert.AreEqual(name, package.Name);
        Assert.AreEqual(version, package.Version);
    }

    [TestMethod]
    [DataRow("SHA256SUMS", true)]
    [DataRow("sha256sum.txt", true)]
    [DataRow("SHA512SUMS.txt", true)]
    [DataRow("checksums.txt", true)]
    [DataRow("tool_1.2.3_checksums.txt", true)]
    [DataRow("tool-1.0-checksums-sha256.txt", true)]
    [DataRow("SHASUMS256.txt", true)]
    [DataRow("Fedora-Server-42-1.1-x86_64-CHECKSUM", true)]
    [DataRow("tool.tar.gz", false)]
    [DataRow("checksums.tar.gz", false)]
    [DataRow("sha256-tool.txt", false)]
    public void Lists_are_known_by_their_names(string name, bool isList) => Assert.AreEqual(isList, FileNames.IsList(name));

    [TestMethod]
    public void Addresses_know_their_directory_and_what_is_beside_them()
    {
        var url = new FileAddress("https://files.example/a%20b/SHA256SUMS?token=1");

        Assert.AreEqual("SHA256SUMS", url.Path);
        Assert.AreEqual("https://files.example/a%20b/c%20d/x.iso?token=1", url.Beside("c d/x.iso").Request);
        Assert.AreEqual("https://files.example/a%20b/SHA256SUMS.asc?token=1", url.Signature(".asc").Request);
        Assert.AreEqual("https://else.example/k.sig", url.Signature("https://else.example/k.sig").Request);

        var path = new FileAddress("a b/SHA256SUMS");

        Assert.AreEqual("a b/SHA256SUMS", path.Path);
        Assert.AreEqual("a%20b/x.iso", path.Beside("x.iso").Request);
        Assert.AreEqual("a b/SHA256SUMS.gpg", path.Signature(".gpg").Text);
        Assert.AreEqual("a b/KEY.sign", path.Signature("KEY.sign").Text);
    }
}
