using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Rpm.Roots;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class TreeInfoTests
{
    private static readonly string Digest = new('a', 64);

    [TestMethod]
    public void A_tree_of_productmd_is_read()
    {
        var tree = Parse($"""
            [checksums]
            images/boot.iso = sha256:{Digest}
            images/install.img = sha512:{Digest}{Digest}
            repodata/repomd.xml = sha256:{Digest}

            [general]
            ; WARNING.0 = This section provides compatibility with pre-productmd treeinfos.
            packagedir = Packages
            repository = elsewhere

            [header]
            type = productmd.treeinfo
            version = 1.2

            [images-x86_64]
            boot.iso = images/boot.iso
            initrd = images/pxeboot/initrd.img

            [images-xen]
            kernel = images/pxeboot/vmlinuz

            [stage2]
            mainimage = images/install.img

            [tree]
            arch = x86_64
            variants = AppStream,BaseOS

            [variant-AppStream]
            packages = ../../../AppStream/x86_64/os/Packages
            repository = ../../../AppStream/x86_64/os

            [variant-BaseOS]
            packages = Packages
            repository = .
            """);

        Assert.AreSequenceEqual(
            ["images/boot.iso", "images/install.img", "images/pxeboot/initrd.img", "images/pxeboot/vmlinuz"],
            tree.Files.Select(f => f.Path));
        Assert.AreEqual(new Checksum(HashKind.Sha256, Digest), tree.Files[0].Checksum);
        Assert.AreEqual(new Checksum(HashKind.Sha512, Digest + Digest), tree.Files[1].Checksum);
        Assert.IsNull(tree.Files[2].Checksum);
        Assert.AreSequenceEqual(["../../../AppStream/x86_64/os", "."], tree.Repositories);
    }

    [TestMethod]
    public void An_old_tree_is_read()
    {
        var tree = Parse($"""
            [addon-HighAvailability]
            id = HighAvailability
            repository = HighAvailability

            [images-i386]
            kernel = images/pxeboot/vmlinuz

            [general]
            family = Red Hat Enterprise Linux
            packagedir =

            [variant-Server]
            addons = HighAvailability
            repository = Server/repodata

            [variant-Root]
            repository = repodata/

            [stage2]
            instimage = images/minstg2.img
            mainimage = images/stage2.img
            other = x

            [checksums]
            images/stage2.img = md5:{new string('b', 32)}
            Server/repodata/repomd.xml = sha256:{Digest}
            """);

        Assert.AreSequenceEqual(["images/pxeboot/vmlinuz", "images/minstg2.img", "images/stage2.img"], tree.Files.Select(f => f.Path));
        Assert.AreEqual(HashKind.Md5, tree.Files[2].Checksum!.Value.Kind);
        Assert.AreSequenceEqual(["HighAvailability", "Server", "."], tree.Repositories);
    }

    [TestMethod]
    public void Sections_and_keys_may_come_again_and_the_last_checksum_counts()
    {
        var tree = Parse($"[checksums]\nx = sha256:{Digest}\n[stage2]\nmainimage=x\n[checksums]\nx = sha256:{new string('c', 64)}\ny:sha256:{Digest}\n[variant-A]\nrepository=a\nrepository=b/\n[variant-B]\nrepository=b\n");

        Assert.AreSequenceEqual(["x", "y"], tree.Files.Select(f => f.Path));
        Assert.AreEqual(new string('c', 64), tree.Files[0].Checksum!.Value.Hex);
        Assert.AreEqual(Digest, tree.Files[1].Checksum!.Value.Hex);
        Assert.AreSequenceEqual(["a", "b"], tree.Repositories);
    }

    [TestMethod]
    [DataRow("sha256:short")]
    [DataRow("crc32:00000000")]
    [DataRow("-1:aa")]
    [DataRow("nothing")]
    [DataRow("")]
    public void A_checksum_that_cannot_be_read_is_none(string value)
    {
        var file = Parse($"[checksums]\nx = {value}\n").Files.Single();

        Assert.AreEqual("x", file.Path);
        Assert.IsNull(file.Checksum);
    }

    [TestMethod]
    public void Lines_are_read_as_configparser_reads_them()
    {
        var tree = Parse($"\uFEFF# comment\r\n\r\n  [images-x]\r\n  a = 1\r\n      images/no = goes on\r\n  ; comment\r\n  b=2\r\nneither\r\nc = \r\n[stage2] trailing\r\nmainimage: d=e\r\n");

        Assert.AreSequenceEqual(["1", "2", "d=e"], tree.Files.Select(f => f.Path));
    }

    [TestMethod]
    public void What_python_reads_from_a_tree_is_what_is_read_here()
    {
        const string Text = "[images-x]\n a = 1\n   more\n b : 2\n[images-x]\nA=3\na = 4 ; no comment\n# x\n";
        using var directory = new TemporaryDirectory();
        var file = directory.Write(".treeinfo", Encoding.UTF8.GetBytes(Text));

        var python = Shell.Require("/", "/usr/bin/python3", "-c",
            "import sys, configparser\np = configparser.RawConfigParser(strict=False)\np.optionxform = str\np.read(sys.argv[1])\nprint('\\n'.join(sorted(v.split('\\n')[0] for v in p['images-x'].values())))", file);

        // Of a key that comes again, Python keeps the last; a tree wants every file that is named.
        Assert.ContainsAll(
            Encoding.UTF8.GetString(python).TrimEnd().Split('\n'),
            Parse(Text).Files.Select(f => f.Path));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("<!DOCTYPE html>\n<html>\n[x]\na = b\n</html>")]
    [DataRow("a = b\n[checksums]\n")]
    [DataRow("\u0000\u0001")]
    public void Something_else_is_refused(string text) => Fails(text);

    [TestMethod]
    public void A_file_without_end_is_refused() => Fails("[checksums]\n" + new string('x', 5 << 20));

    private static TreeInfo Parse(string text) => TreeInfo.Parse(Encoding.UTF8.GetBytes(text), ".treeinfo");

    private static void Fails(string text)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(() => Parse(text));
        Assert.AreEqual(DiagnosticCodes.TreeInfoMalformed, exception.Code, exception.Message);
    }
}
