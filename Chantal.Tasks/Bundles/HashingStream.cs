using System.Security.Cryptography;
using Chantal.Plans;

namespace Chantal.Bundles;

/// <summary>
/// Reads another stream and hashes what goes by, large pieces on another core while the reader writes them.
/// </summary>
internal sealed class HashingStream(Stream inner, long length, CancellationToken cancellation) : Stream
{
    // Below this a piece is hashed sooner than it is handed over.
    private const int WorthHandingOver = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task _hashing = Task.CompletedTask;
    private byte[] _piece = [];
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        _position += read;
        _hashing.GetAwaiter().GetResult();
        if (read < WorthHandingOver)
        {
            _hash.AppendData(buffer[..read]);
        }
        else
        {
            if (_piece.Length < read)
            {
                _piece = new byte[buffer.Length];
            }

            buffer[..read].CopyTo(_piece);
            _hashing = Task.Run(() => _hash.AppendData(_piece, 0, read));
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>The digest of what was read.</summary>
    public Sha256Digest Digest()
    {
        _hashing.GetAwaiter().GetResult();
        return new Sha256Digest(_hash.GetHashAndReset());
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hashing.GetAwaiter().GetResult();
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
