using System.Buffers.Binary;

namespace Chantal.PyPI.Metadata;

/// <summary>Where a ZIP archive's directory lies.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Shift">Bytes that stand before the archive: all its offsets count from there.</param>
internal readonly record struct ZipDirectoryEnd(long Offset, long Length, long Shift)
{
    /// <summary>Bytes at a file's end in which the record must begin: its comment may have 65,535.</summary>
    public const int MaxLength = 64 * 1024 + FixedLength + Zip64LocatorLength + Zip64Length;

    private const uint Signature = 0x06054b50;
    private const uint Zip64LocatorSignature = 0x07064b50;
    private const uint Zip64Signature = 0x06064b50;
    private const int FixedLength = 22;
    private const int Zip64LocatorLength = 20;
    private const int Zip64Length = 56;

    /// <summary>Reads the record from the end of a file; false if none can be relied on.</summary>
    /// <param name="tail">The file's last bytes.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <param name="end">Where the directory lies.</param>
    public static bool TryRead(ReadOnlySpan<byte> tail, long length, out ZipDirectoryEnd end)
    {
        end = default;
        var at = Find(tail);
        if (at < 0)
        {
            return false;
        }

        var record = tail[at..];
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        if (TryReadZip64(tail, at, ref size, ref offset))
        {
            at -= Zip64LocatorLength + Zip64Length;
        }
        else if (size == uint.MaxValue || offset == uint.MaxValue || count == ushort.MaxValue)
        {
            return false;
        }

        // The directory ends where the record begins; both are found from there, as Python does.
        var stop = length - tail.Length + at;
        end = new ZipDirectoryEnd(stop - size, size, stop - size - offset);
        return size >= 0 && size <= stop && offset >= 0 && offset <= stop - size;
    }

    // The last signature counts, and its comment has to end with the file: anything else could be two archives in one.
    private static int Find(ReadOnlySpan<byte> tail)
    {
        Span<byte> signature = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, Signature);
        var at = tail.LastIndexOf(signature);
        return at >= 0 && tail.Length - at >= FixedLength && BinaryPrimitives.ReadUInt16LittleEndian(tail[(at + 20)..]) == tail.Length - at - FixedLength ? at : -1;
    }

    // Two records directly before the old one, which some writers add where nothing is too large for it, too.
    private static bool TryReadZip64(ReadOnlySpan<byte> tail, int at, ref long size, ref long offset)
    {
        var locator = at - Zip64LocatorLength;
        var record = locator - Zip64Length;
        if (record < 0
            || BinaryPrimitives.ReadUInt32LittleEndian(tail[record..]) != Zip64Signature
            || BinaryPrimitives.ReadUInt32LittleEndian(tail[locator..]) != Zip64LocatorSignature)
        {
            return false;
        }

        size = BinaryPrimitives.ReadInt64LittleEndian(tail[(record + 40)..]);
        offset = BinaryPrimitives.ReadInt64LittleEndian(tail[(record + 48)..]);
        return true;
    }
}
