using System.Security.Cryptography;
using System.Text;
using Chantal.Content;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Content;

/// <summary>Files that zck makes are read as unzck reads them; whatever was changed in them is noticed.</summary>
[TestClass]
public sealed class ZchunkTests : IDisposable
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 9000).Select(i => $"<package name=\"p{i}\">{i * 7919L % 10007}</package>\n")));

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    [DataRow("")]
    [DataRow("--uncompressed")]
    [DataRow("--compression-format=none")]
    [DataRow("--chunk-hash-type=sha256")]
    [DataRow("--chunk-hash-type=sha512")]
    [DataRow("--dict=dictionary")]
    [DataRow("--manual-chunk --split=<package")]
    public void What_zck_packs_is_unpacked(string arguments)
    {
        _directory.Write("dictionary", Text[..20_000]);
        var file = Pack(Text, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreSequenceEqual(Text, Read(file, Stated(Text)));
        Assert.AreSequenceEqual(Shell.Require(_directory.Root, "unzck", ["--stdout", file]), Read(file, UnpackedContent.Unknown));
    }

    [TestMethod]
    public void A_file_without_content_has_none() => Assert.IsEmpty(Read(Pack([]), Stated([])));

    [TestMethod]
    public void The_header_has_the_length_and_the_checksum_that_the_format_s_own_tool_shows()
    {
        var file = Pack(Text);
        var shown = Encoding.ASCII.GetString(Shell.Require(_directory.Root, "zck_read_header", [file]));
        using var content = File.OpenRead(file);
        var header = ZchunkHeader.Read(content);
        Assert.Contains($"Header size: {header.Length}\nHeader checksum: {header.Checksum}\n", shown);
        Assert.Contains($"Chunk count: {header.Chunks.Count}\n", shown);
        Assert.IsTrue(header.Is(new Checksum(HashKind.Sha256, header.Checksum), header.Length));
        Assert.IsFalse(header.Is(null, header.Length + 1));
        Assert.IsFalse(header.Is(new Checksum(HashKind.Sha256, new string('0', 64)), null));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("--uncompressed")]
    [DataRow("--compression-format=none")]
    public void Not_one_byte_can_be_changed_or_be_missing(string argument)
    {
        var whole = File.ReadAllBytes(Pack(Text[..600], argument.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        for (var at = 0; at < whole.Length; at++)
        {
            Assert.AreEqual(DiagnosticCodes.IndexDamaged, Fault([.. whole[..at], (byte)(whole[at] ^ 0x11), .. whole[(at + 1)..]]), $"byte {at}");
            Assert.AreEqual(DiagnosticCodes.IndexDamaged, Fault(whole[..at]), $"length {at}");
        }
    }

    [TestMethod]
    [DataRow((byte)0x00)]
    [DataRow((byte)0x7f)]
    [DataRow((byte)0xff)]
    public void A_header_that_is_forged_with_its_checksum_is_refused_as_damaged_or_read(byte value)
    {
        var whole = File.ReadAllBytes(Pack(Text[..600]));
        using var content = new MemoryStream(whole);
        var end = ZchunkHeader.Read(content).Length;
        var lead = Array.FindIndex(whole, 6, b => b >= 0x80) + 1;
        for (var at = lead + SHA256.HashSizeInBytes; at < end; at++)
        {
            var forged = whole.ToArray();
            forged[at] = value;
            SHA256.HashData([.. forged[..lead], .. forged[(lead + SHA256.HashSizeInBytes)..end]], forged.AsSpan(lead));
            Assert.IsTrue(Fault(forged) is null or DiagnosticCodes.IndexDamaged or DiagnosticCodes.IndexTooLarge, $"byte {at}");
        }
    }

    [TestMethod]
    public void A_bomb_is_stopped_at_the_stated_size_and_without_one_too()
    {
        var file = Pack(new byte[80 << 20]);
        Assert.AreEqual(DiagnosticCodes.IndexTooLarge, Assert.ThrowsExactly<MirrorException>(() => Read(file, Stated(Text))).Code);
        Assert.AreEqual(DiagnosticCodes.IndexTooLarge, Assert.ThrowsExactly<MirrorException>(() => Read(file, UnpackedContent.Unknown)).Code);
    }

    [TestMethod]
    [DataRow(1 << 30, "a header of a gigabyte")]
    [DataRow(0, "an empty header")]
    [DataRow(200, "a header without an end")]
    public void A_header_that_cannot_be_one_is_refused(int length, string _)
    {
        var content = new List<byte>("\0ZCK1"u8.ToArray()) { 0x81 };
        for (var left = length; ; left >>= 7)
        {
            content.Add((byte)((left & 0x7f) | (left < 0x80 ? 0x80 : 0)));
            if (left < 0x80)
            {
                break;
            }
        }

        Assert.AreEqual(DiagnosticCodes.IndexDamaged, Fault([.. content, .. new byte[100]]));
        Assert.AreEqual(DiagnosticCodes.IndexDamaged, Fault([.. "\0ZCK1"u8, 0x81, .. Enumerable.Repeat((byte)0x7f, 100)]));
    }

    private string Pack(byte[] content, params string[] arguments)
    {
        var plain = _directory.Write("plain", content);
        var file = _directory.PathOf("packed.zck");
        File.Delete(file);
        _ = Shell.Require(_directory.Root, "zck", [.. arguments, "--output=" + file, plain]);
        return file;
    }

    private static UnpackedContent Stated(byte[] content) => new(content.Length, new Checksum(HashKind.Sha256, Convert.ToHexStringLower(SHA256.HashData(content))));

    private string? Fault(byte[] content)
    {
        try
        {
            _ = Read(_directory.Write("changed.zck", content), UnpackedContent.Unknown);
            return null;
        }
        catch (MirrorException exception)
        {
            return exception.Code;
        }
    }

    private static byte[] Read(string file, UnpackedContent expected)
    {
        using var stream = IndexStream.Open(file, CompressionNames.Split(file).Compression, "primary.xml.zck", expected);
        using var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }
}
