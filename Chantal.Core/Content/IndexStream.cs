using System.IO.Compression;
using Chantal.Diagnostics;
using Chantal.Plans;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.LZMA;

namespace Chantal.Content;

/// <summary>
/// The uncompressed content of an index, read once and forwards. It never gives more than the index may hold, and at the
/// end it holds what came against what signed metadata states for the unpacked file: gzip decoders call a file that was cut
/// short complete.
/// </summary>
internal sealed class IndexStream : ForwardStream
{
    // A real index shrinks to a fifth or so; without a listed size a bomb is stopped at what no index has ever been.
    private const long MaxSize = 4L << 30;
    private const long MaxRatio = 100;
    private const long MinLimit = 64L << 20;

    private readonly Stream _inner;
    private readonly string _name;
    private readonly long _limit;
    private readonly UnpackedContent _expected;
    private readonly RunningChecksum? _hash;
    private long _length;
    private bool _ended;

    private IndexStream(Stream inner, string name, long limit, UnpackedContent expected)
    {
        _inner = inner;
        _name = name;
        _limit = limit;
        _expected = expected;
        _hash = expected.Checksum is { } checksum ? new RunningChecksum(checksum.Kind) : null;
    }

    /// <summary>Opens a verified local copy of an index.</summary>
    /// <param name="file">The file on disk.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="expected">What is stated of the unpacked file.</param>
    public static IndexStream Open(string file, Compression compression, string name, UnpackedContent expected)
    {
        return Open(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, compression == Compression.None ? 0 : 128 * 1024), compression, name, expected);
    }

    /// <summary>Opens a verified index that is in memory.</summary>
    /// <param name="content">The file.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="expected">What is stated of the unpacked file.</param>
    public static IndexStream Open(ReadOnlyMemory<byte> content, Compression compression, string name, UnpackedContent expected) =>
        Open(new MemoryStream(content.ToArray(), writable: false), compression, name, expected);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        try
        {
            read = _inner.Read(buffer);
        }
        catch (Exception exception) when (exception is not (MirrorException or OperationCanceledException))
        {
            // Decoders meet hostile bytes with exceptions of every kind.
            throw ContentDiagnostics.IndexDamaged(_name, exception.Message, exception);
        }

        _length += read;
        if (_length > _limit)
        {
            throw ContentDiagnostics.IndexTooLarge(_name, _limit);
        }

        _hash?.Append(buffer[..read]);
        if (read == 0)
        {
            _ended = true;
            CheckEnd();
        }

        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IndexStream Open(Stream raw, Compression compression, string name, UnpackedContent expected)
    {
        try
        {
            var limit = expected.Size ?? Math.Min(MaxSize, Math.Max(MinLimit, MaxRatio * raw.Length));
            if (limit > MaxSize)
            {
                throw ContentDiagnostics.IndexTooLarge(name, MaxSize);
            }

            return new IndexStream(Decoder(raw, compression), name, limit, expected);
        }
        catch (Exception exception)
        {
            raw.Dispose();
            throw exception is MirrorException ? exception : ContentDiagnostics.IndexDamaged(name, exception.Message, exception);
        }
    }

    private static Stream Decoder(Stream raw, Compression compression) => compression switch
    {
        Compression.None => raw,
        Compression.Gzip => new GZipStream(raw, CompressionMode.Decompress),
        Compression.Zstandard => new ZstdSharp.DecompressionStream(raw, leaveOpen: false),
        Compression.Xz => new ConcatenatedXzStream(raw),
        Compression.Bzip2 => BZip2Stream.Create(raw, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true),
        Compression.Lzma => OpenLzma(raw),
        Compression.Zchunk => new ZchunkStream(raw),
        _ => throw new ArgumentOutOfRangeException(nameof(compression)),
    };

    // The .lzma header: five bytes of properties, eight of the uncompressed size, which may be "unknown".
    private static LzmaStream OpenLzma(Stream raw)
    {
        Span<byte> header = stackalloc byte[13];
        raw.ReadExactly(header);
        return LzmaStream.Create(header[..5].ToArray(), raw, raw.Length - header.Length, System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(header[5..]));
    }

    private void CheckEnd()
    {
        if (_expected.Size is { } size && _length != size)
        {
            throw ContentDiagnostics.IndexDamaged(_name, $"it unpacks to {_length} bytes, not to the {size} that are stated");
        }

        if (_hash is not null && _hash.Finish() != _expected.Checksum)
        {
            throw ContentDiagnostics.IndexDamaged(_name, $"it unpacks to {_length} bytes that do not have the checksum that is stated");
        }
    }
}
