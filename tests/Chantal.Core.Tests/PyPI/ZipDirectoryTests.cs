using System.Buffers.Binary;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.PyPI.Metadata;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class ZipDirectoryTests
{
    private const string Path = "foo-1.0.dist-info/METADATA";
    private static readonly byte[] Content = Encoding.UTF8.GetBytes($"Name: foo\nVersion: 1.0\n\n{new string('x', 3000)}\n");

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Metadata_is_read_out_of_a_small_wheel_with_one_read(bool deflate)
    {
        var wheel = new ZipWriter().Add("foo/__init__.py", []).Add("x/foo-1.0.dist-info/METADATA", "no"u8.ToArray()).Add(Path, Content, deflate).Add("foo-1.0.dist-info/RECORD", []).ToArray();
        var (metadata, reads) = await ReadAsync(wheel);
        Assert.AreSequenceEqual(Content, metadata);
        Assert.HasCount(1, reads);
    }

    [TestMethod]
    public async Task Metadata_at_the_begin_of_a_large_wheel_takes_a_second_read()
    {
        var (metadata, reads) = await ReadAsync(new ZipWriter().Add(Path, Content).Add("foo/data", Noise(500_000), deflate: false).ToArray());
        Assert.AreSequenceEqual(Content, metadata);
        Assert.HasCount(2, reads);
        Assert.IsLessThan(70_000, reads.Sum(r => r.Length));
    }

    [TestMethod]
    public async Task A_directory_that_does_not_fit_the_last_part_takes_a_third_read()
    {
        var zip = new ZipWriter().Add(Path, Content);
        for (var i = 0; i < 2000; i++)
        {
            zip.Add($"foo/some/deep/directory/of/some/length/file{i}.py", []);
        }

        var (metadata, reads) = await ReadAsync(zip.ToArray());
        Assert.AreSequenceEqual(Content, metadata);
        Assert.HasCount(3, reads);
    }

    [TestMethod]
    public async Task A_local_header_that_is_padded_far_takes_one_read_more()
    {
        var (metadata, reads) = await ReadAsync(new ZipWriter { LocalExtra = new byte[4000] }.Add(Path, Content).Add("foo/data", Noise(500_000), deflate: false).ToArray());
        Assert.AreSequenceEqual(Content, metadata);
        Assert.HasCount(3, reads);
    }

    [TestMethod]
    public async Task A_comment_and_bytes_in_front_of_the_archive_do_no_harm()
    {
        var comment = new byte[60_000];
        var zip = new ZipWriter { End = e => [.. e[..^2], .. ZipWriter.Bytes(w => w.Write((ushort)comment.Length)), .. comment] }.Add(Path, Content).ToArray();
        Assert.AreSequenceEqual(Content, (await ReadAsync([.. "#!/usr/bin/python\n"u8, .. zip])).Metadata);
    }

    [TestMethod]
    [DataRow(true, DisplayName = "because it has to be")]
    [DataRow(false, DisplayName = "although it need not be")]
    public async Task Zip64_is_read(bool needed)
    {
        byte[] Maxed(byte[] record, params int[] at)
        {
            foreach (var i in at)
            {
                record.AsSpan(i, 4).Fill(0xFF);
            }

            return record;
        }

        var zip = new ZipWriter
        {
            Entry = e => !needed ? e : [.. Widen(e), .. ZipWriter.Bytes(w =>
            {
                w.Write((ushort)0x7777);
                w.Write((ushort)2);
                w.Write((ushort)0);
                w.Write((ushort)1);
                w.Write((ushort)16);
                w.Write((long)BinaryPrimitives.ReadUInt32LittleEndian(e.AsSpan(24)));
                w.Write((long)BinaryPrimitives.ReadUInt32LittleEndian(e.AsSpan(42)));
            })],
            BeforeEnd = (offset, length) => ZipWriter.Bytes(w =>
            {
                w.Write(0x06064b50);
                w.Write(44L);
                w.Write(new byte[12]);
                w.Write(2L);
                w.Write(2L);
                w.Write(length);
                w.Write(offset);
                w.Write(0x07064b50);
                w.Write(0);
                w.Write(offset + length);
                w.Write(1);
            }),
            End = e => needed ? Maxed(e, 8, 12, 16) : e,
        }.Add("foo/data", Noise(100_000), deflate: false).Add(Path, Content).ToArray();
        Assert.AreSequenceEqual(Content, (await ReadAsync(zip)).Metadata);

        byte[] Widen(byte[] entry)
        {
            var copy = (byte[])entry.Clone();
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(30), 26);
            return Maxed(copy, 24, 42);
        }
    }

    [TestMethod]
    public async Task Pythons_own_archives_are_read()
    {
        using var directory = new TemporaryDirectory();
        foreach (var (method, stream) in new[] { ("ZIP_DEFLATED", "False"), ("ZIP_STORED", "False"), ("ZIP_DEFLATED", "True") })
        {
            // Writing to a pipe leaves the sizes to a descriptor behind the data.
            Shell.Require(directory.Root, Shell.Python, "-c", $"""
                import io, zipfile
                class Pipe(io.RawIOBase):
                    def __init__(self, f): self.f = f
                    def writable(self): return True
                    def write(self, b): return self.f.write(b)
                f = open('a.whl', 'wb')
                z = zipfile.ZipFile(Pipe(f) if {stream} else f, 'w', zipfile.{method})
                z.writestr('foo/__init__.py', 'x' * 100)
                with z.open('{Path}', 'w', force_zip64=True) as m: m.write(b'Name: foo\nVersion: 1.0\n' + b'y' * 100000)
                z.close()
                """);
            var (metadata, _) = await ReadAsync(await File.ReadAllBytesAsync(directory.PathOf("a.whl"), TestContext.CancellationToken));
            Assert.HasCount(100_023, metadata);
        }
    }

    [TestMethod]
    public async Task What_is_no_sound_wheel_is_refused()
    {
        var good = new ZipWriter().Add(Path, Content).ToArray();
        var cases = new Dictionary<string, byte[]>
        {
            ["empty"] = [],
            ["no archive"] = "<html>not found</html>"u8.ToArray(),
            ["cut at the end"] = good[..^1],
            ["cut at the begin"] = good[10..],
            ["something behind it"] = [.. good, 0],
            ["no metadata"] = new ZipWriter().Add("foo.py", []).ToArray(),
            ["metadata not at the top"] = new ZipWriter().Add($"x/{Path}", Content).ToArray(),
            ["twice"] = new ZipWriter().Add(Path, Content).Add(Path, "Name: evil"u8.ToArray()).ToArray(),
            ["of two distributions"] = new ZipWriter().Add(Path, Content).Add("bar-1.0.dist-info/METADATA", Content).ToArray(),
            ["another name in the local header"] = new ZipWriter().Add(Path, Content, localName: Path.Replace("foo", "bar", StringComparison.Ordinal)).ToArray(),
            ["wrong checksum"] = new ZipWriter { Entry = e => Set(e, 16, 1) }.Add(Path, Content).ToArray(),
            ["encrypted"] = new ZipWriter { Entry = e => Set(e, 8, 1) }.Add(Path, Content).ToArray(),
            ["unknown method"] = new ZipWriter { Entry = e => Set(e, 10, 14) }.Add(Path, Content).ToArray(),
            ["deflated although it says stored"] = new ZipWriter { Entry = e => Set(e, 10, 0) }.Add(Path, Content).ToArray(),
            ["larger than stated"] = new ZipWriter { Entry = e => Set(e, 24, 10) }.Add(Path, Content).ToArray(),
            ["smaller than stated"] = new ZipWriter { Entry = e => Set(e, 24, 10_000) }.Add(Path, Content).ToArray(),
            ["gigantic"] = new ZipWriter { Entry = e => Set(e, 24, int.MaxValue) }.Add(Path, Content).ToArray(),
            ["more packed than there is"] = new ZipWriter { Entry = e => Set(e, 20, 1 << 20) }.Add(Path, Content).ToArray(),
            ["a bomb"] = new ZipWriter().Add(Path, new byte[15 << 20]).ToArray(),
            ["offset outside"] = new ZipWriter { Entry = e => Set(e, 42, 1 << 30) }.Add(Path, Content).ToArray(),
            ["offset elsewhere"] = new ZipWriter { Entry = e => Set(e, 42, 3) }.Add(Path, Content).ToArray(),
            ["zip64 without its field"] = new ZipWriter { Entry = e => Set(e, 42, -1) }.Add(Path, Content).ToArray(),
            ["damaged directory"] = new ZipWriter { Entry = e => Set(e, 0, 1) }.Add(Path, Content).ToArray(),
            ["name beyond the directory"] = new ZipWriter { Entry = e => Set(e, 28, 60_000) }.Add(Path, Content).ToArray(),
            ["directory larger than the file"] = new ZipWriter { End = e => Set(e, 12, 1 << 30) }.Add(Path, Content).ToArray(),
            ["directory behind its end"] = new ZipWriter { End = e => Set(e, 16, 1 << 30) }.Add(Path, Content).ToArray(),
            ["zip64 without its record"] = new ZipWriter { End = e => Set(e, 16, -1) }.Add(Path, Content).ToArray(),
        };
        foreach (var (name, wheel) in cases)
        {
            var error = await Assert.ThrowsExactlyAsync<MirrorException>(() => ReadAsync(wheel), name);
            Assert.AreEqual(DiagnosticCodes.DistributionUnreadable, error.Code, name);
        }
    }

    [TestMethod]
    public async Task A_server_that_gives_less_than_was_asked_for_is_refused()
    {
        var error = await Assert.ThrowsExactlyAsync<MirrorException>(() => ZipDirectory.ReadWheelMetadataAsync((_, length, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(new byte[length - 1]), 1000, "foo.whl", TestContext.CancellationToken));
        Assert.AreEqual(DiagnosticCodes.DistributionUnreadable, error.Code);
    }

    [TestMethod]
    public async Task Any_changed_byte_is_read_or_refused()
    {
        var good = new ZipWriter().Add("foo/__init__.py", Content).Add(Path, Content).ToArray();
        for (var i = 0; i < good.Length; i++)
        {
            foreach (var mask in new byte[] { 1, 0x80, 0xFF })
            {
                var wheel = (byte[])good.Clone();
                wheel[i] ^= mask;
                try
                {
                    Assert.AreSequenceEqual(Content, (await ReadAsync(wheel)).Metadata, $"byte {i}");
                }
                catch (MirrorException exception)
                {
                    Assert.AreEqual(DiagnosticCodes.DistributionUnreadable, exception.Code);
                }
            }
        }
    }

    private static byte[] Set(byte[] record, int at, int value)
    {
        // Fields of two bytes are followed by ones that are zero, or do not matter then.
        if (at is 8 or 10 or 28)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(at), (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(at), value);
        }

        return record;
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private async Task<(byte[] Metadata, List<(long Offset, int Length)> Reads)> ReadAsync(byte[] wheel)
    {
        var reads = new List<(long, int)>();
        var metadata = await ZipDirectory.ReadWheelMetadataAsync(
            (offset, length, _) =>
            {
                reads.Add((offset, length));
                return ValueTask.FromResult<ReadOnlyMemory<byte>>(wheel.AsMemory((int)offset, length));
            },
            wheel.Length,
            "foo-1.0-py3-none-any.whl",
            TestContext.CancellationToken);
        return (metadata, reads);
    }
}
