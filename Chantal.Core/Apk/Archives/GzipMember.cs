using System.Buffers;
using System.Buffers.Binary;
using Chantal.Content;
using Org.BouncyCastle.Utilities.Zlib;

namespace Chantal.Apk.Archives;

/// <summary>
/// One member of a file that has several gzip members one after another (RFC 1952 section 2.2), with the place where it ends. Signatures and checksums of
/// apk are those of the packed bytes of a member, so its end has to be exact; the platform's streams read past it.
/// </summary>
/// <param name="Content">The unpacked content.</param>
/// <param name="End">Where the next member begins.</param>
internal sealed record GzipMember(byte[] Content, long End)
{
    private const int ChunkSize = 16 * 1024;
    private const int TrailerSize = 8;
    private const int MaxHeaderText = 4096;

    /// <summary>Reads the member that begins at a place.</summary>
    /// <param name="file">The file, which can seek.</param>
    /// <param name="start">The place.</param>
    /// <param name="limit">Most bytes of the member, packed and unpacked.</param>
    /// <exception cref="InvalidDataException">There is not a whole member of that size.</exception>
    public static GzipMember Read(Stream file, long start, int limit)
    {
        file.Position = start;
        SkipHeader(file);
        var bodyStart = file.Position;
        var (content, packed) = Inflate(file, limit);
        file.Position = bodyStart + packed;
        Span<byte> trailer = stackalloc byte[TrailerSize];
        ReadExactly(file, trailer);
        var isIntact = BinaryPrimitives.ReadUInt32LittleEndian(trailer) == Crc32.Of(content)
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == (uint)content.Length;
        return isIntact ? new GzipMember(content, file.Position) : throw new InvalidDataException("a gzip member does not have the checksum that it states");
    }

    private static void SkipHeader(Stream file)
    {
        Span<byte> header = stackalloc byte[10];
        ReadExactly(file, header);
        if (header is not [0x1f, 0x8b, 8, ..])
        {
            throw new InvalidDataException("a gzip member does not begin where it should");
        }

        var flags = header[3];
        if ((flags & 4) != 0)
        {
            ReadExactly(file, header[..2]);
            file.Seek(BinaryPrimitives.ReadUInt16LittleEndian(header), SeekOrigin.Current);
        }

        // A name and a comment, each ended by a zero; then a checksum of the header.
        for (var text = 8; text <= 16; text *= 2)
        {
            for (var length = 0; (flags & text) != 0 && ReadByte(file) != 0;)
            {
                _ = ++length <= MaxHeaderText ? 0 : throw new InvalidDataException("the header of a gzip member is too long");
            }
        }

        file.Seek((flags & 2) != 0 ? 2 : 0, SeekOrigin.Current);
    }

    private static (byte[] Content, long Packed) Inflate(Stream file, int limit)
    {
        using var content = new MemoryStream();
        var (input, output) = (ArrayPool<byte>.Shared.Rent(ChunkSize), ArrayPool<byte>.Shared.Rent(ChunkSize));
        var zlib = new ZStream();
        _ = zlib.inflateInit(nowrap: true);
        (zlib.next_in, zlib.next_out) = (input, output);
        try
        {
            while (true)
            {
                if (zlib.avail_in == 0)
                {
                    (zlib.next_in_index, zlib.avail_in) = (0, file.Read(input));
                    _ = zlib.avail_in > 0 ? 0 : throw new InvalidDataException("a gzip member is not complete");
                }

                (zlib.next_out_index, zlib.avail_out) = (0, output.Length);
                var result = zlib.inflate(JZlib.Z_NO_FLUSH);
                content.Write(output, 0, zlib.next_out_index);
                if (content.Length > limit || zlib.total_in > limit)
                {
                    throw new InvalidDataException($"a gzip member has more than {limit} bytes");
                }

                if (result == JZlib.Z_STREAM_END)
                {
                    return (content.ToArray(), zlib.total_in);
                }

                if (result is not (JZlib.Z_OK or JZlib.Z_BUF_ERROR))
                {
                    throw new InvalidDataException("a gzip member is damaged");
                }
            }
        }
        catch (Exception exception) when (exception is IndexOutOfRangeException or NullReferenceException)
        {
            throw new InvalidDataException("a gzip member is damaged", exception);
        }
        finally
        {
            _ = zlib.inflateEnd();
            ArrayPool<byte>.Shared.Return(input);
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    private static int ReadByte(Stream file) => file.ReadByte() is >= 0 and var value ? value : throw new InvalidDataException("a gzip member is not complete");

    private static void ReadExactly(Stream file, Span<byte> buffer)
    {
        if (file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("a gzip member is not complete");
        }
    }
}
