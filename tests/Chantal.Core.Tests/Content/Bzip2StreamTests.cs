using System.Text;
using Chantal.Content;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Chantal.Core.Tests.Content;

[TestClass]
public sealed class Bzip2StreamTests
{
    private static readonly (string Name, byte[] Content)[] Samples =
    [
        ("nothing", []),
        ("a byte", [7]),
        ("runs of every length around four", [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat((byte)i, i))]),
        ("one long run", new byte[2_000_000]),
        ("text", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60_000).Select(i => $"<package pkgid=\"{i * 2654435761u:x}\"/>\n")))),
        ("noise", Noise(1_900_000)),
        ("one letter among noise", [.. Noise(5000), .. Enumerable.Repeat((byte)'a', 100_000), .. Noise(5000)]),
    ];

    private static readonly byte[] Small = [.. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat((byte)i, i))];

    [TestMethod]
    public void Every_content_comes_back()
    {
        foreach (var (name, content) in Samples)
        {
            Assert.IsTrue(content.AsSpan().SequenceEqual(Unpack(Pack(content))), name);
        }
    }

    [TestMethod]
    public void Files_that_stand_behind_each_other_are_one()
    {
        byte[] packed = [.. Pack("one"u8.ToArray()), .. Pack([]), .. Pack("two"u8.ToArray())];

        Assert.AreEqual("onetwo", Encoding.UTF8.GetString(Unpack(packed)));
    }

    [TestMethod]
    public void The_size_of_a_read_does_not_matter()
    {
        var content = Samples[2].Content;
        using var stream = new Bzip2Stream(new MemoryStream(Pack(content)));
        var read = new List<byte>();
        Span<byte> three = stackalloc byte[3];
        for (int count; (count = stream.Read(three)) > 0;)
        {
            read.AddRange(three[..count]);
        }

        Assert.AreSequenceEqual(content, read.ToArray());
    }

    [TestMethod]
    public void What_is_cut_short_at_any_byte_is_refused()
    {
        var packed = Pack(Small);
        for (var length = 0; length < packed.Length; length++)
        {
            Refused(packed[..length]);
        }
    }

    [TestMethod]
    public void A_bit_that_is_wrong_anywhere_is_noticed_or_harmless()
    {
        var packed = Pack(Small);
        for (var bit = 0; bit < 8 * packed.Length; bit++)
        {
            var damaged = packed.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.IsTrue(Small.AsSpan().SequenceEqual(Unpack(damaged)), $"bit {bit}");
            }
            catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentException)
            {
                // Noticed.
            }
        }
    }

    [TestMethod]
    public void Something_else_behind_a_file_is_refused() => Refused([.. Pack("one"u8.ToArray()), 0]);

    private static void Refused(byte[] packed)
    {
        try
        {
            _ = Unpack(packed);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return;
        }

        Assert.Fail($"{packed.Length} bytes were taken");
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = BZip2Stream.Create(packed, CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var stream = new Bzip2Stream(new MemoryStream(packed));
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
