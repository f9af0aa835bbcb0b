using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.PyPI.Metadata;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class SdistMetadataTests
{
    private const string Script = """
        import io, sys, tarfile, zipfile
        def names(number=0):
            yield 'foo-1.0/src/foo.egg-info/PKG-INFO', b'Name: not this'
            yield 'foo-1.0/' + 'd' * 90 + '/' + 'e' * (95 + number), b'x' * 5000
            yield 'foo-1.0/ü', b''
            yield 'foo-1.0/PKG-INFO', b'Name: foo\nVersion: 1.0\n'
        for mode, ending in ('gz', 'tar.gz'), ('bz2', 'tar.bz2'), ('xz', 'tar.xz'), ('', 'tar'):
            for number, form in enumerate([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]):
                for top in '', './':
                    with tarfile.open(f'{number}{len(top)}.{ending}', 'w:' + mode, format=form) as t:
                        d = tarfile.TarInfo(top + 'foo-1.0'); d.type = tarfile.DIRTYPE; t.addfile(d)
                        l = tarfile.TarInfo(top + 'foo-1.0/link'); l.type = tarfile.SYMTYPE; l.linkname = 'x' * (150 if number else 50); t.addfile(l)
                        for name, data in names(20 * number):
                            i = tarfile.TarInfo(top + name); i.size = len(data); i.uid = 3000000 if number else 0; t.addfile(i, io.BytesIO(data))
        with zipfile.ZipFile('00.zip', 'w', zipfile.ZIP_DEFLATED) as z:
            for name, data in names(): z.writestr(name, data)
        """;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Pkg_info_is_found_in_every_kind_of_archive()
    {
        using var directory = new TemporaryDirectory();
        Shell.Require(directory.Root, Shell.Python, "-c", Script);
        var files = Directory.GetFiles(directory.Root);
        Assert.HasCount(25, files);
        foreach (var file in files)
        {
            var metadata = await SdistMetadata.ReadAsync(file, Path.GetFileName(file), TestContext.CancellationToken);
            Assert.AreEqual("foo", CoreMetadata.Parse(metadata, file).Name, file);
        }
    }

    [TestMethod]
    public async Task An_archive_without_it_or_of_another_kind_gives_none()
    {
        using var directory = new TemporaryDirectory();
        var tar = Tar(("foo-1.0/setup.py", 10), ("PKG-INFO", 10), ("/PKG-INFO", 10), ("a/b/PKG-INFO", 10));
        Assert.IsNull(await SdistMetadata.ReadAsync(directory.Write("a", Gzip(tar)), "foo-1.0.tar.gz", TestContext.CancellationToken));
        Assert.IsNull(await SdistMetadata.ReadAsync(directory.Write("a", tar), "foo-1.0.tar.Z", TestContext.CancellationToken));
        Assert.IsNull(await SdistMetadata.ReadAsync(directory.Write("a", new ZipWriter().Add("PKG-INFO", []).ToArray()), "foo-1.0.zip", TestContext.CancellationToken));
    }

    [TestMethod]
    public async Task What_is_no_sound_archive_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var tar = Tar(("foo-1.0/a", 2000), ("foo-1.0/PKG-INFO", 10));
        var cases = new Dictionary<string, (string Name, byte[] Content)>
        {
            ["no gzip"] = ("a.tar.gz", "<html>"u8.ToArray()),
            ["no tar"] = ("a.tar.gz", Gzip(Encoding.ASCII.GetBytes(new string('x', 5000)))),
            ["no bzip2"] = ("a.tar.bz2", "BZh9xxxxxxxx"u8.ToArray()),
            ["no xz"] = ("a.tar.xz", "xxxxxxxxxxxx"u8.ToArray()),
            ["cut in a header"] = ("a.tar", tar[..700]),
            ["cut in a file"] = ("a.tar", tar[..1500]),
            ["wrong checksum"] = ("a.tar", Changed(tar, 0)),
            ["endless size"] = ("a.tar", Header("foo-1.0/a", '0', "77777777777")),
            ["negative size"] = ("a.tar", Header("foo-1.0/a", '0', "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")),
            ["size of no digits"] = ("a.tar", Header("foo-1.0/a", '0', "9")),
            ["a name of gigabytes"] = ("a.tar", Header("x", 'L', "20000000000")),
            ["an extended header of gigabytes"] = ("a.tar", Header("x", 'x', "20000000000")),
            ["a broken extended header"] = ("a.tar", [.. Header("x", 'x', "10"), .. new byte[8].Select(_ => (byte)'9'), .. new byte[504]]),
            ["sparse"] = ("a.tar", Header("foo-1.0/PKG-INFO", 'S', "10")),
            ["metadata of gigabytes"] = ("a.tar", Header("foo-1.0/PKG-INFO", '0', "20000000000")),
            ["a bomb"] = ("a.tar.gz", Gzip([.. Header("foo-1.0/a", '0', "1000000000"), .. new byte[100 << 20]])),
            ["no zip"] = ("a.zip", "PK"u8.ToArray()),
        };
        foreach (var (name, (file, content)) in cases)
        {
            var error = await Assert.ThrowsExactlyAsync<MirrorException>(() => SdistMetadata.ReadAsync(directory.Write("archive", content), file, TestContext.CancellationToken), name);
            Assert.AreEqual(DiagnosticCodes.DistributionUnreadable, error.Code, name);
        }
    }

    private static byte[] Tar(params (string Name, int Length)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar))
        {
            foreach (var (name, length) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(new byte[length]) });
            }
        }

        return stream.ToArray();
    }

    private static byte[] Header(string name, char type, string size)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes(name, header);
        Encoding.Latin1.GetBytes(size, header.AsSpan(124));
        header[156] = (byte)type;
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0", header.AsSpan(148));
        return header;
    }

    private static byte[] Changed(byte[] content, int at)
    {
        var copy = (byte[])content.Clone();
        copy[at] ^= 1;
        return copy;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
