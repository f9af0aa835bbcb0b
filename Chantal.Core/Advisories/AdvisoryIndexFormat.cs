using System.Buffers.Binary;

namespace Chantal.Advisories;

/// <summary>
/// An index of the advisories of a source: a mark; a record an advisory, with what people want to know of it; a record a package, with which advisories concern which of its
/// versions; a directory that leads from the numbers of names to these; and an end that says where the directory is. Each record has its length and a checksum before it.
/// </summary>
internal static class AdvisoryIndexFormat
{
    /// <summary>Bytes of a record before its content.</summary>
    public const int Frame = 8;

    /// <summary>Bytes of a pair of the directory: the number of a name, and where its record is.</summary>
    public const int Pair = 16;

    /// <summary>Bytes of the end: the directory's place, pairs, advisories, the time of the newest one, and the directory's checksum.</summary>
    public const int End = 40;

    /// <summary>What the file begins with. The number is raised when the form changes, and the index is made again.</summary>
    public static ReadOnlySpan<byte> Mark => "chantal-osv 1\n"u8;

    /// <summary>Writes what stands before a record.</summary>
    public static void WriteFrame(Span<byte> frame, int length, uint checksum)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], checksum);
    }
}
