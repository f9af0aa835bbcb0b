using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Chantal.Content;
using Microsoft.Win32.SafeHandles;

namespace Chantal.Advisories;

/// <summary>
/// Reads the members of a ZIP archive one after another, as its directory lists them, without an object for each: an ecosystem's archive has hundreds of thousands. Names are
/// never paths of anything. Numbers, sizes and contents are held against what the directory says and against limits.
/// </summary>
/// <param name="file">The archive.</param>
internal sealed class ZipMembers(string file)
{
    private const int MaxMembers = 4_000_000;
    private const long MaxUnpacked = 64L << 30;
    private const int EndLength = 22;
    private const int LocalLength = 30;
    private const int CentralLength = 46;
    private const uint EndMark = 0x06054b50;
    private const uint End64Mark = 0x06064b50;
    private const uint CentralMark = 0x02014b50;
    private const uint LocalMark = 0x04034b50;

    private byte[] _packed = new byte[64 << 10];
    private byte[] _unpacked = new byte[64 << 10];

    /// <summary>Whether a file begins as a ZIP archive does.</summary>
    public static bool IsZip(ReadOnlySpan<byte> begin) => begin.StartsWith("PK\x03\x04"u8) || begin.StartsWith("PK\x05\x06"u8);

    /// <summary>The contents of the members whose names end with <c>.json</c>; each is valid until the next one is read.</summary>
    /// <param name="most">The most bytes of one.</param>
    /// <exception cref="InvalidDataException">It is not a sound archive, or larger than allowed.</exception>
    public IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> Read(int most)
    {
        using var handle = File.OpenHandle(file);
        var (count, offset, length) = FindDirectory(handle);
        using var directory = new BufferedStream(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0) { Position = offset }, 128 << 10);
        var head = new byte[CentralLength];
        var rest = new byte[3 * 65_536];
        long total = 0;
        for (var at = 0L; at < count; at++)
        {
            var member = ReadEntry(directory, head, rest, offset + length);
            if (!member.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            total += member.Unpacked;
            if (member.Unpacked > most || total > MaxUnpacked)
            {
                throw new InvalidDataException(member.Unpacked > most ? $"a file in it has {member.Unpacked} bytes, more than {most}" : "it unpacks to more than any real one");
            }

            yield return (member.Name, Unpack(handle, member));
        }
    }

    private static (long Count, long Offset, long Length) FindDirectory(SafeFileHandle handle)
    {
        var size = RandomAccess.GetLength(handle);
        var tail = new byte[(int)Math.Min(size, EndLength + 65_535 + 20)];
        Fill(handle, tail, size - tail.Length);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndMark)
            {
                continue;
            }

            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if ((count == 0xFFFF || length == 0xFFFFFFFF || offset == 0xFFFFFFFF) && at >= 20)
            {
                var far = new byte[56];
                Fill(handle, far, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at - 12)));
                if (BinaryPrimitives.ReadUInt32LittleEndian(far) == End64Mark)
                {
                    (count, length, offset) = (BinaryPrimitives.ReadInt64LittleEndian(far.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(far.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(far.AsSpan(48)));
                }
            }

            return count is >= 0 and <= MaxMembers && offset >= 0 && length >= 0 && offset <= size && length <= size - offset
                ? (count, offset, length)
                : throw new InvalidDataException("its directory is not where it says, or lists too much");
        }

        throw new InvalidDataException("it has no directory, so it was cut short");
    }

    private static Member ReadEntry(BufferedStream directory, byte[] head, byte[] rest, long end)
    {
        Fill(directory, head, CentralLength);
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)), BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10)));
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(28)), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(30)), commentLength = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(32));
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != CentralMark || (flags & 1) != 0 || method is not (0 or 8) || directory.Position > end)
        {
            throw new InvalidDataException("its directory is damaged, or a file in it is encrypted or packed in a way that is not known");
        }

        Fill(directory, rest, nameLength + extraLength + commentLength);
        var name = Encoding.UTF8.GetString(rest, 0, nameLength);
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(20)), unpacked = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(24)), place = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(42));
        for (var extra = rest.AsSpan(nameLength, extraLength); extra.Length >= 4;)
        {
            var (kind, size) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (size > extra.Length - 4)
            {
                break;
            }

            if (kind == 1)
            {
                var wide = extra.Slice(4, size);
                unpacked = Widen(unpacked, ref wide);
                packed = Widen(packed, ref wide);
                place = Widen(place, ref wide);
            }

            extra = extra[(4 + size)..];
        }

        return new Member(name, method, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(16)), packed, unpacked, place);
    }

    private static long Widen(long value, ref Span<byte> wide)
    {
        if (value != 0xFFFFFFFF || wide.Length < 8)
        {
            return value;
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[8..];
        return value >= 0 ? value : throw new InvalidDataException("a size in it is negative");
    }

    private ReadOnlyMemory<byte> Unpack(SafeFileHandle handle, Member member)
    {
        // What was packed is never much larger than what comes out.
        if (member.Packed > member.Unpacked + 4096)
        {
            throw new InvalidDataException($"the size of '{member.Name}' cannot be right");
        }

        // The header before the content has a name and fields of its own, whose lengths are only known there.
        Span<byte> local = stackalloc byte[LocalLength];
        Fill(handle, local, member.Place);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalMark)
        {
            throw new InvalidDataException($"'{member.Name}' is not where its directory says");
        }

        var begin = member.Place + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        var (packed, unpacked) = ((int)member.Packed, (int)member.Unpacked);
        _packed = _packed.Length < packed ? new byte[packed] : _packed;
        _unpacked = _unpacked.Length < unpacked + 1 ? new byte[unpacked + 1] : _unpacked;
        var target = member.Method == 0 ? _unpacked : _packed;
        if (member.Method == 0 && packed != unpacked)
        {
            throw new InvalidDataException($"the size of '{member.Name}' cannot be right");
        }

        Fill(handle, target.AsSpan(0, packed), begin);
        if (member.Method == 8)
        {
            using var inflate = new DeflateStream(new MemoryStream(_packed, 0, packed, writable: false), CompressionMode.Decompress);
            // One byte more shows that there is more than the directory says.
            if (inflate.ReadAtLeast(_unpacked.AsSpan(0, unpacked + 1), unpacked + 1, throwOnEndOfStream: false) != unpacked)
            {
                throw new InvalidDataException($"'{member.Name}' does not unpack to the size that its directory says");
            }
        }

        return Crc32.Of(_unpacked.AsSpan(0, unpacked)) == member.Checksum ? _unpacked.AsMemory(0, unpacked) : throw new InvalidDataException($"'{member.Name}' does not have its checksum");
    }

    private static void Fill(SafeFileHandle handle, Span<byte> bytes, long at)
    {
        while (at >= 0 && !bytes.IsEmpty && RandomAccess.Read(handle, bytes, at) is > 0 and var read)
        {
            bytes = bytes[read..];
            at += read;
        }

        if (!bytes.IsEmpty)
        {
            throw new InvalidDataException("it was cut short");
        }
    }

    private static void Fill(BufferedStream stream, byte[] bytes, int length)
    {
        if (stream.ReadAtLeast(bytes.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
        {
            throw new InvalidDataException("its directory was cut short");
        }
    }

    // What the directory says of a member.
    private readonly record struct Member(string Name, int Method, uint Checksum, long Packed, long Unpacked, long Place);
}
