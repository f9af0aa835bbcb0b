using System.Security.Cryptography;

namespace Chantal.Content;

/// <summary>The unpacked content of a zchunk file: chunk after chunk, each of which has to have the length and the checksum that the file's header states.</summary>
internal sealed class ZchunkStream : ForwardStream
{
    // createrepo_c's have a hundred kilobytes.
    private const int MaxDictionary = 16 << 20;

    private readonly Stream _raw;
    private readonly ZchunkHeader _header;
    private readonly IncrementalHash _data;
    private readonly IncrementalHash _chunkHash;
    private ZstdSharp.Decompressor _decompressor = new();
    private PackedChunk? _packed;
    private Stream? _content;
    private int _next;
    private long _length;

    /// <param name="raw">A seekable file at its beginning; disposed with the stream.</param>
    public ZchunkStream(Stream raw)
    {
        _raw = raw;
        _header = ZchunkHeader.Read(raw);
        _data = _header.Hash.Begin();
        _chunkHash = _header.ChunkHash.Begin();
        ReadDictionary();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_content is not null || Begin())
        {
            var read = _content!.Read(buffer);
            _length += read;
            if (_length > Current.UnpackedLength)
            {
                throw Fault("unpacks to more bytes than are stated");
            }

            if (read > 0)
            {
                return read;
            }

            End();
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Dispose();
            _decompressor.Dispose();
            _data.Dispose();
            _chunkHash.Dispose();
            _raw.Dispose();
        }

        base.Dispose(disposing);
    }

    private ZchunkChunk Current => _header.Chunks[_next - 1];

    // The first chunk is what the others are packed with.
    private void ReadDictionary()
    {
        if (_header.Chunks[0].UnpackedLength > MaxDictionary)
        {
            throw new InvalidDataException($"its dictionary has {_header.Chunks[0].UnpackedLength} bytes");
        }

        _ = Begin();
        var dictionary = new byte[Current.UnpackedLength];
        if (_content!.ReadAtLeast(dictionary, dictionary.Length, throwOnEndOfStream: false) < dictionary.Length || _content.ReadByte() >= 0)
        {
            throw Fault("is not as long as is stated");
        }

        _length = dictionary.Length;
        End();
        if (_header.IsPacked && dictionary.Length > 0)
        {
            // One that has begun to unpack does not take a dictionary any more.
            _decompressor.Dispose();
            _decompressor = new();
            _decompressor.LoadDictionary(dictionary);
        }
    }

    private bool Begin()
    {
        if (_next == _header.Chunks.Count)
        {
            return _header.HasDataChecksum && !_header.Hash.Finish(_data).SequenceEqual(_header.DataChecksum.Span)
                ? throw new InvalidDataException("its data does not have the checksum that its header states")
                : false;
        }

        _length = 0;
        _next++;
        _packed = new PackedChunk(_raw, Current.Length, _data, _chunkHash);
        _content = _header.IsPacked && Current.Length > 0
            ? new ZstdSharp.DecompressionStream(_packed, _decompressor, bufferSize: 0, checkEndOfStream: true, preserveDecompressor: true, leaveOpen: true)
            : _packed;
        return true;
    }

    private void End()
    {
        _content!.Dispose();
        _content = null;
        if (_packed!.Left > 0 || _length != Current.UnpackedLength)
        {
            throw Fault("is not as long as is stated");
        }

        // Without a dictionary its checksum is zeros.
        if (Current.Length > 0 && !_header.ChunkHash.Finish(_chunkHash).SequenceEqual(Current.Checksum.Span))
        {
            throw Fault("does not have the checksum that is stated");
        }
    }

    private InvalidDataException Fault(string what) => new($"its chunk {_next - 1} {what}");

    /// <summary>The bytes of one chunk in the file.</summary>
    private sealed class PackedChunk(Stream raw, int length, IncrementalHash data, IncrementalHash chunk) : ForwardStream
    {
        public int Left { get; private set; } = length;

        public override int Read(Span<byte> buffer)
        {
            var piece = buffer[..Math.Min(buffer.Length, Left)];
            var read = raw.Read(piece);
            if (read == 0 && piece.Length > 0)
            {
                throw new EndOfStreamException("it ends in the middle of a chunk");
            }

            data.AppendData(piece[..read]);
            chunk.AppendData(piece[..read]);
            Left -= read;
            return read;
        }
    }
}
