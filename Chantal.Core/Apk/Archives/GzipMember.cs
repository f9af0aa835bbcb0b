using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Chantal.Content;

namespace Chantal.Apk.Archives;

/// <summary>
/// One member of a file that has several gzip members one after another (RFC 1952 section 2.2), with the place where it ends. Signatures and checksums of
/// apk are those of the packed bytes of a member, so its end has to be exact. The platform's streams do not tell it, so it is found by what stands there:
/// the checksum and the length of what was unpacked.
/// </summary>
/// <param name="Content">The unpacked content.</param>
/// <param name="End">Where the next member begins.</param>
internal sealed record GzipMember(byte[] Content, long End)
{
    private const int BufferSize = 16 * 1024;
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
        var body = new MemberBody(file, limit);
        var content = Inflate(body, limit);
        var trailer = new byte[TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Of(content));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(sizeof(uint)), (uint)content.Length);
        return new GzipMember(content, Find(trailer, file, bodyStart + body.GivenBefore, body.Given - body.GivenBefore + TrailerSize) + TrailerSize);
    }

    // The packed bytes end among those that were read last. Where the trailer is there twice it is not known which one apk means.
    private static long Find(ReadOnlySpan<byte> trailer, Stream file, long start, long length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            file.Position = start;
            var read = bytes.AsSpan(0, file.ReadAtLeast(bytes.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false));
            var at = read.IndexOf(trailer);
            return at >= 0 && at == read.LastIndexOf(trailer) ? start + at : throw new InvalidDataException("a gzip member does not have the checksum that it states");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
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

    private static byte[] Inflate(MemberBody body, int limit)
    {
        using var content = new MemoryStream();
        using var inflater = new DeflateStream(body, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int read; (read = inflater.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, read);
                _ = content.Length <= limit ? 0 : throw TooLarge(limit);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return content.ToArray();
    }

    private static InvalidDataException TooLarge(int limit) => new($"a gzip member has more than {limit} bytes");

    private static int ReadByte(Stream file) => file.ReadByte() is >= 0 and var value ? value : throw new InvalidDataException("a gzip member is not complete");

    private static void ReadExactly(Stream file, Span<byte> buffer)
    {
        if (file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("a gzip member is not complete");
        }
    }

    // What is packed, in pieces that grow with it: so the place where it ends is known nearly, and what is small is read in a few calls.
    private sealed class MemberBody(Stream file, int limit) : ForwardStream
    {
        private const int LeastPiece = 64;

        /// <summary>How many bytes were read.</summary>
        public long Given { get; private set; }

        /// <summary>How many of them before the last piece.</summary>
        public long GivenBefore { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            _ = Given <= limit ? 0 : throw TooLarge(limit);
            var read = file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(LeastPiece, Given / 4))]);
            (GivenBefore, Given) = read > 0 ? (Given, Given + read) : (GivenBefore, Given);
            return read;
        }
    }
}
