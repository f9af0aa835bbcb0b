using System.Buffers.Binary;
using System.Text;

namespace Chantal.PyPI.Metadata;

/// <summary>A file of a ZIP archive, as the archive's directory lists it.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Flags">General purpose flags.</param>
/// <param name="Method">0 is stored, 8 is deflated.</param>
/// <param name="Crc">CRC-32 of the content.</param>
/// <param name="CompressedSize">Bytes in the archive.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Offset">Where its local header begins.</param>
internal readonly record struct ZipDirectoryEntry(string Name, ushort Flags, ushort Method, uint Crc, long CompressedSize, long Size, long Offset)
{
    private const uint Signature = 0x02014b50;
    private const int FixedLength = 46;

    /// <summary>Reads the entry that a directory begins with; false if it is incomplete.</summary>
    /// <param name="directory">The directory from the entry on.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="length">The bytes that it takes.</param>
    public static bool TryRead(ReadOnlySpan<byte> directory, out ZipDirectoryEntry entry, out int length)
    {
        (entry, length) = (default, 0);
        if (directory.Length < FixedLength || BinaryPrimitives.ReadUInt32LittleEndian(directory) != Signature)
        {
            return false;
        }

        int name = Short(directory, 28), extra = Short(directory, 30), comment = Short(directory, 32);
        length = FixedLength + name + extra + comment;
        if (directory.Length < length)
        {
            return false;
        }

        entry = new ZipDirectoryEntry(
            Encoding.UTF8.GetString(directory.Slice(FixedLength, name)),
            Short(directory, 8),
            Short(directory, 10),
            Int(directory, 16),
            Int(directory, 20),
            Int(directory, 24),
            Int(directory, 42));
        return entry.TryWiden(directory.Slice(FixedLength + name, extra), out entry);
    }

    // What does not fit 32 bits stands in an extra field (ZIP64), in this order and only as far as needed.
    private bool TryWiden(ReadOnlySpan<byte> extra, out ZipDirectoryEntry wide)
    {
        wide = this;
        if (Size != uint.MaxValue && CompressedSize != uint.MaxValue && Offset != uint.MaxValue)
        {
            return true;
        }

        while (extra.Length >= 4)
        {
            int id = Short(extra, 0), size = Short(extra, 2);
            if (extra.Length < 4 + size)
            {
                return false;
            }

            if (id == 1)
            {
                var values = extra.Slice(4, size);
                return TryTake(ref values, Size, out var length)
                    && TryTake(ref values, CompressedSize, out var compressed)
                    && TryTake(ref values, Offset, out var offset)
                    && (wide = this with { Size = length, CompressedSize = compressed, Offset = offset }) is { Size: >= 0, CompressedSize: >= 0, Offset: >= 0 };
            }

            extra = extra[(4 + size)..];
        }

        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> values, long narrow, out long value)
    {
        value = narrow;
        if (narrow != uint.MaxValue)
        {
            return true;
        }

        if (values.Length < 8)
        {
            return false;
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(values);
        values = values[8..];
        return true;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
