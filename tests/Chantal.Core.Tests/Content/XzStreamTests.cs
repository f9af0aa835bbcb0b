using System.Diagnostics;
using System.Text;
using Chantal.Content;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Content;

/// <summary>What is written as .xz is read by our own decoder, and by the real one.</summary>
[TestClass]
public sealed class XzStreamTests
{
    public static IEnumerable<object[]> Contents =>
    [
        ["nothing", Array.Empty<byte>()],
        ["a byte", new byte[] { 7 }],
        ["a line", "Package: hello\n"u8.ToArray()],
        ["zeros", new byte[5 << 20]],
        ["noise", Noise(3 << 20, 256)],
        ["few letters", Noise(1 << 20, 3)],
        ["stanzas", Stanzas(30000)],
        ["stanzas beyond the window", Stanzas(90000)],
    ];

    [TestMethod]
    [DynamicData(nameof(Contents))]
    public void What_is_written_is_read(string what, byte[] content)
    {
        _ = what;
        foreach (var piece in (int[])[content.Length + 1, 10007])
        {
            using var stream = IndexStream.Open(Pack(content, piece), Compression.Xz, "x.xz", UnpackedContent.Unknown);
            using var read = new MemoryStream();
            stream.CopyTo(read);
            Assert.IsTrue(read.ToArray().AsSpan().SequenceEqual(content));
        }
    }

    [TestMethod]
    [TestCategory("Outer")]
    [DynamicData(nameof(Contents))]
    public void The_real_decoder_reads_it(string what, byte[] content)
    {
        _ = what;
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory.PathOf("x.xz"), Pack(content, 65536));
        using var process = Process.Start(new ProcessStartInfo("xz", ["--decompress", "--keep", directory.PathOf("x.xz")]))!;
        process.WaitForExit();

        Assert.AreEqual(0, process.ExitCode);
        Assert.IsTrue(File.ReadAllBytes(directory.PathOf("x")).AsSpan().SequenceEqual(content));
    }

    [TestMethod]
    public void Equal_contents_are_equal_bytes_however_they_are_written() =>
        Assert.AreSequenceEqual(Pack(Stanzas(2000), 1 << 20), Pack(Stanzas(2000), 77));

    private static byte[] Pack(byte[] content, int piece)
    {
        var packed = new MemoryStream();
        using (var stream = new XzStream(packed))
        {
            for (var at = 0; at < content.Length; at += piece)
            {
                stream.Write(content.AsSpan(at, Math.Min(piece, content.Length - at)));
            }
        }

        return packed.ToArray();
    }

    private static byte[] Noise(int length, int letters)
    {
        var random = new Random(20261130);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(letters))];
    }

    private static byte[] Stanzas(int count)
    {
        var random = new Random(7);
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append($"Package: p{random.Next(100000)}\nVersion: 1.{i}\nDepends: libc6 (>= 2.{random.Next(40)}), p{random.Next(9)}\nSHA256: {random.NextInt64():x16}{random.NextInt64():x16}\n\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
