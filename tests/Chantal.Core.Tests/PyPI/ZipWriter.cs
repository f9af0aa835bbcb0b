using System.IO.Compression;
using System.Text;
using Chantal.Content;

namespace Chantal.Core.Tests.PyPI;

/// <summary>Writes ZIP archives, also such as no decent program would.</summary>
internal sealed class ZipWriter
{
    private readonly List<byte> _archive = [];
    private readonly List<byte> _directory = [];
    private int _count;

    /// <summary>Changes an entry's bytes in the directory before they are written.</summary>
    public Func<byte[], byte[]> Entry { get; init; } = e => e;

    /// <summary>An extra field that only the local header has.</summary>
    public byte[] LocalExtra { get; init; } = [];

    /// <summary>What stands between the directory and the last record.</summary>
    public Func<long, long, byte[]> BeforeEnd { get; init; } = (_, _) => [];

    /// <summary>Changes the last record.</summary>
    public Func<byte[], byte[]> End { get; init; } = e => e;

    public ZipWriter Add(string name, byte[] content, bool deflate = true, string? localName = null)
    {
        var packed = deflate ? Deflate(content) : content;
        var offset = (uint)_archive.Count;
        var common = Bytes(w =>
        {
            w.Write((ushort)20);
            w.Write((ushort)0);
            w.Write((ushort)(deflate ? 8 : 0));
            w.Write(0);
            w.Write(Crc32.Of(content));
            w.Write(packed.Length);
            w.Write(content.Length);
        });
        var local = Encoding.UTF8.GetBytes(localName ?? name);
        _archive.AddRange(Bytes(w =>
        {
            w.Write(0x04034b50);
            w.Write(common);
            w.Write((ushort)local.Length);
            w.Write((ushort)LocalExtra.Length);
            w.Write(local);
            w.Write(LocalExtra);
            w.Write(packed);
        }));
        var path = Encoding.UTF8.GetBytes(name);
        _directory.AddRange(Entry(Bytes(w =>
        {
            w.Write(0x02014b50);
            w.Write((ushort)20);
            w.Write(common);
            w.Write((ushort)path.Length);
            w.Write(new byte[12]);
            w.Write(offset);
            w.Write(path);
        })));
        _count++;
        return this;
    }

    public byte[] ToArray()
    {
        var (offset, length) = (_archive.Count, _directory.Count);
        return [.. _archive, .. _directory, .. BeforeEnd(offset, length), .. End(Bytes(w =>
        {
            w.Write(0x06054b50);
            w.Write(0);
            w.Write((ushort)_count);
            w.Write((ushort)_count);
            w.Write((uint)length);
            w.Write((uint)offset);
            w.Write((ushort)0);
        }))];
    }

    public static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
