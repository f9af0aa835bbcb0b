using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Chantal.Content;
using Microsoft.Win32.SafeHandles;

namespace Chantal.PyPI.Metadata;

/// <summary>Reads a part of a file, wherever that is: exactly as many bytes as are asked for.</summary>
/// <param name="offset">The first byte.</param>
/// <param name="length">How many.</param>
/// <param name="cancellation">Stops reading.</param>
internal delegate ValueTask<ReadOnlyMemory<byte>> RangeReader(long offset, int length, CancellationToken cancellation);

/// <summary>
/// The directory of a ZIP archive, and single files out of it, read in as few parts as can be: of a wheel its end, perhaps
/// the rest of the directory, and the file. Nothing in the archive is believed: sizes have bounds, and contents are checked.
/// </summary>
internal sealed class ZipDirectory
{
    private const int MaxDirectory = 64 << 20;
    private const int MaxRatio = 200;
    private const int LocalLength = 30;

    // Room for what a local header may have beyond the directory's: some writers pad it.
    private const int Slack = 256;

    private readonly RangeReader _read;
    private readonly string _file;
    private readonly long _length;
    private readonly ReadOnlyMemory<byte> _tail;
    private readonly ReadOnlyMemory<byte> _directory;
    private readonly long _shift;

    private ZipDirectory(RangeReader read, string file, long length, ReadOnlyMemory<byte> tail, ReadOnlyMemory<byte> directory, long shift)
    {
        (_read, _file, _length, _tail, _directory, _shift) = (read, file, length, tail, directory, shift);
    }

    /// <summary>Reads an archive's directory.</summary>
    /// <param name="read">Reads parts of the archive.</param>
    /// <param name="length">Bytes of the whole archive.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<ZipDirectory> OpenAsync(RangeReader read, long length, string file, CancellationToken cancellation)
    {
        if (length <= 0)
        {
            throw MetadataDiagnostics.DistributionUnreadable(file, "it is empty");
        }

        var tail = await PartAsync(read, Math.Max(0, length - ZipDirectoryEnd.MaxLength), (int)Math.Min(length, ZipDirectoryEnd.MaxLength), file, cancellation);
        if (!ZipDirectoryEnd.TryRead(tail.Span, length, out var end))
        {
            throw MetadataDiagnostics.DistributionUnreadable(file, "it is not a complete ZIP archive");
        }

        if (end.Length > MaxDirectory)
        {
            throw MetadataDiagnostics.DistributionUnreadable(file, $"the directory of the archive has {end.Length} bytes");
        }

        var inTail = end.Offset - (length - tail.Length);
        var directory = inTail >= 0
            ? tail.Slice((int)inTail, (int)end.Length)
            : await PartAsync(read, end.Offset, (int)end.Length, file, cancellation);
        return new ZipDirectory(read, file, length, tail, directory, end.Shift);
    }

    /// <summary>Reads parts of a local file.</summary>
    public static RangeReader Local(SafeFileHandle file) => async (offset, length, cancellation) =>
    {
        var buffer = new byte[length];
        for (var done = 0; done < length;)
        {
            var read = await RandomAccess.ReadAsync(file, buffer.AsMemory(done), offset + done, cancellation);
            if (read == 0)
            {
                return buffer.AsMemory(0, done);
            }

            done += read;
        }

        return buffer;
    };

    /// <summary>The METADATA of a wheel (PEP 427).</summary>
    /// <param name="read">Reads parts of the wheel.</param>
    /// <param name="length">Bytes of the wheel.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<byte[]> ReadWheelMetadataAsync(RangeReader read, long length, string file, CancellationToken cancellation)
    {
        const string Ending = ".dist-info/METADATA";
        var archive = await OpenAsync(read, length, file, cancellation);
        var entry = archive.Single(name => name.Length > Ending.Length && name.EndsWith(Ending, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.LastIndexOf('/'));
        return entry is { } found ? await archive.ReadAsync(found, CoreMetadata.MaxLength, cancellation) : throw MetadataDiagnostics.DistributionUnreadable(file, "it does not have a METADATA file");
    }

    /// <summary>The only file whose path passes the test, or null; two such files are an error, as readers would differ over them.</summary>
    public ZipDirectoryEntry? Single(Predicate<string> isWanted)
    {
        ZipDirectoryEntry? found = null;
        var rest = _directory.Span;
        while (!rest.IsEmpty)
        {
            if (!ZipDirectoryEntry.TryRead(rest, out var entry, out var length))
            {
                throw MetadataDiagnostics.DistributionUnreadable(_file, "the directory of the archive is damaged");
            }

            if (isWanted(entry.Name))
            {
                found = found is null ? entry : throw MetadataDiagnostics.DistributionUnreadable(_file, $"it has more than one '{entry.Name[(entry.Name.LastIndexOf('/') + 1)..]}'");
            }

            rest = rest[length..];
        }

        return found;
    }

    /// <summary>The content of a file of the archive.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="maxLength">Most bytes that it may have.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<byte[]> ReadAsync(ZipDirectoryEntry entry, int maxLength, CancellationToken cancellation)
    {
        if (entry.Size > maxLength || entry.CompressedSize > maxLength || entry.Size > Math.Max(1 << 20, MaxRatio * entry.CompressedSize))
        {
            throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' has {entry.Size} bytes, packed into {entry.CompressedSize}");
        }

        if ((entry.Flags & 1) != 0 || entry.Method is not (0 or 8) || (entry.Method == 0 && entry.Size != entry.CompressedSize))
        {
            throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' is encrypted, or packed in a way that is unknown here");
        }

        var packed = await PackedAsync(entry, cancellation);
        var content = entry.Method == 0 ? packed.ToArray() : Inflate(packed, entry);
        return Crc32.Of(content) == entry.Crc ? content : throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' is damaged");
    }

    private async Task<ReadOnlyMemory<byte>> PackedAsync(ZipDirectoryEntry entry, CancellationToken cancellation)
    {
        var start = entry.Offset + _shift;
        var name = Encoding.UTF8.GetByteCount(entry.Name);
        var least = LocalLength + name + entry.CompressedSize;
        if (start < 0 || start > _length - least)
        {
            throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' is outside of the archive");
        }

        var part = await PartAsync(start, (int)Math.Min(least + Slack, _length - start), cancellation);
        if (BinaryPrimitives.ReadUInt32LittleEndian(part.Span) != 0x04034b50
            || BinaryPrimitives.ReadUInt16LittleEndian(part.Span[26..]) != name
            || Encoding.UTF8.GetString(part.Span.Slice(LocalLength, name)) != entry.Name)
        {
            throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' is not where the directory of the archive says");
        }

        var begin = LocalLength + name + BinaryPrimitives.ReadUInt16LittleEndian(part.Span[28..]);
        if (begin + entry.CompressedSize <= part.Length)
        {
            return part.Slice(begin, (int)entry.CompressedSize);
        }

        return start + begin + entry.CompressedSize <= _length
            ? await PartAsync(start + begin, (int)entry.CompressedSize, cancellation)
            : throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' is outside of the archive");
    }

    private byte[] Inflate(ReadOnlyMemory<byte> packed, ZipDirectoryEntry entry)
    {
        var content = new byte[entry.Size];
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            stream.ReadExactly(content);
            if (stream.ReadByte() >= 0)
            {
                throw new InvalidDataException();
            }

            return content;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw MetadataDiagnostics.DistributionUnreadable(_file, $"'{entry.Name}' does not unpack to {entry.Size} bytes", exception);
        }
    }

    // The end of the archive is in memory already, and with most wheels the metadata too.
    private ValueTask<ReadOnlyMemory<byte>> PartAsync(long offset, int length, CancellationToken cancellation)
    {
        var inTail = offset - (_length - _tail.Length);
        return inTail >= 0 ? ValueTask.FromResult(_tail.Slice((int)inTail, length)) : PartAsync(_read, offset, length, _file, cancellation);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> PartAsync(RangeReader read, long offset, int length, string file, CancellationToken cancellation)
    {
        var part = await read(offset, length, cancellation);
        return part.Length == length ? part : throw MetadataDiagnostics.DistributionUnreadable(file, $"{length} bytes were asked for and {part.Length} came");
    }
}
