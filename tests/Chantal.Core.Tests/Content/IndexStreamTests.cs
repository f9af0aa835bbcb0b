using System.Security.Cryptography;
using System.Text;
using Chantal.Content;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Content;

[TestClass]
public sealed class IndexStreamTests : IDisposable
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"Package: p{i}\nVersion: {i}\n\n")));

    private static readonly (string Tool, string[] Arguments, Compression Compression)[] Tools =
    [
        ("gzip", ["-c"], Compression.Gzip), ("zstd", ["-q", "-c"], Compression.Zstandard), ("xz", ["-c"], Compression.Xz),
        ("bzip2", ["-c"], Compression.Bzip2), ("xz", ["--format=lzma", "-c"], Compression.Lzma),
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void Every_compression_is_read_whole()
    {
        foreach (var (tool, arguments, compression) in Tools)
        {
            var file = _directory.Write("index", Compress(tool, arguments, Text));
            Assert.AreSequenceEqual(Text, Read(file, compression, Entry(Text)), compression.ToString());
            Assert.AreSequenceEqual(Text, Read(file, compression, null), compression.ToString());
        }

        Assert.AreSequenceEqual(Text, Read(_directory.Write("index", Text), Compression.None, Entry(Text)));
    }

    [TestMethod]
    public void Concatenated_streams_are_read_to_the_last()
    {
        foreach (var (tool, arguments, compression) in Tools.Where(t => t.Compression != Compression.Lzma))
        {
            var half = Text.Length / 2;
            var file = _directory.Write("index", [.. Compress(tool, arguments, Text[..half]), .. Compress(tool, arguments, Text[half..])]);
            Assert.AreSequenceEqual(Text, Read(file, compression, Entry(Text)), compression.ToString());
        }
    }

    [TestMethod]
    public void Padding_between_streams_of_xz_is_passed_over()
    {
        var stream = Compress("xz", ["-c"], Text);
        var file = _directory.Write("index", [.. stream, 0, 0, 0, 0, .. stream, 0, 0, 0, 0]);
        Assert.AreSequenceEqual(Text.Concat(Text).ToArray(), Read(file, Compression.Xz, null));
    }

    [TestMethod]
    public void A_file_that_was_cut_short_is_damaged()
    {
        foreach (var (tool, arguments, compression) in Tools)
        {
            var whole = Compress(tool, arguments, Text);
            foreach (var length in new[] { 0, 3, whole.Length / 2, whole.Length - 1 })
            {
                // Some encodings end in bytes that do not matter; then what came out has to be whole.
                var file = _directory.Write("index", whole[..length]);
                var (content, code) = Try(file, compression, Entry(Text));
                Assert.IsTrue(code == DiagnosticCodes.IndexDamaged || content.AsSpan().SequenceEqual(Text), $"{compression} at {length} of {whole.Length}: {code}");
            }
        }
    }

    [TestMethod]
    public void What_is_not_the_listed_content_is_damaged()
    {
        var file = _directory.Write("index", Compress("gzip", ["-c"], [.. Text[..^2], (byte)'x', (byte)'\n']));
        Assert.AreEqual(DiagnosticCodes.IndexDamaged, Try(file, Compression.Gzip, Entry(Text)).Code);
        file = _directory.Write("index", Compress("gzip", ["-c"], Text[..^2]));
        Assert.AreEqual(DiagnosticCodes.IndexDamaged, Try(file, Compression.Gzip, Entry(Text)).Code);
        Assert.AreEqual(DiagnosticCodes.IndexDamaged, Try(_directory.Write("index", Encoding.ASCII.GetBytes("<html>")), Compression.Xz, null).Code);
    }

    [TestMethod]
    public void A_bomb_is_stopped_at_the_listed_size()
    {
        foreach (var (tool, arguments, compression) in Tools)
        {
            var file = _directory.Write("index", Compress(tool, arguments, new byte[16 << 20]));
            Assert.AreEqual(DiagnosticCodes.IndexTooLarge, Try(file, compression, Entry(Text)).Code, compression.ToString());
        }
    }

    [TestMethod]
    public void A_bomb_without_a_listed_size_is_stopped_too()
    {
        var file = _directory.Write("index", Compress("gzip", ["-c"], new byte[80 << 20]));
        Assert.AreEqual(DiagnosticCodes.IndexTooLarge, Try(file, Compression.Gzip, null).Code);
    }

    private byte[] Compress(string tool, string[] arguments, byte[] content)
    {
        _directory.Write("plain", content);
        return Shell.Require(_directory.Root, tool, [.. arguments, "plain"]);
    }

    private static UnpackedContent Entry(byte[] content) =>
        new(content.Length, new Checksum(HashKind.Sha256, Convert.ToHexStringLower(SHA256.HashData(content))));

    private static byte[] Read(string file, Compression compression, UnpackedContent? uncompressed)
    {
        using var stream = IndexStream.Open(file, compression, "Packages", uncompressed ?? UnpackedContent.Unknown);
        using var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }

    private static (byte[]? Content, string? Code) Try(string file, Compression compression, UnpackedContent? uncompressed)
    {
        try
        {
            return (Read(file, compression, uncompressed), null);
        }
        catch (MirrorException exception)
        {
            return (null, exception.Code);
        }
    }
}
