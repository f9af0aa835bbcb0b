using System.Security.Cryptography;
using Chantal.Plans;

namespace Chantal.Content;

/// <summary>
/// Reads another stream, or writes to it, and hashes what goes by, large pieces on another core while the caller continues.
/// </summary>
/// <param name="inner">The other stream; disposed with this one.</param>
/// <param name="length">Bytes that will go by where that is known; else the length is what has gone by so far.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class HashingStream(Stream inner, long? length = null, CancellationToken cancellation = default) : ForwardStream
{
    // Below this a piece is hashed sooner than it is handed over.
    private const int WorthHandingOver = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Task _hashing = Task.CompletedTask;
    private byte[] _piece = [];
    private long _position;
    private Sha256Digest? _digest;
    private bool _disposed;

    /// <inheritdoc/>
    public override bool CanRead => inner.CanRead;

    /// <inheritdoc/>
    public override bool CanWrite => inner.CanWrite;

    /// <inheritdoc/>
    public override long Length => length ?? _position;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>The digest of everything that has gone by: asked for at the end, also after the stream was disposed.</summary>
    public Sha256Digest Digest()
    {
        _hashing.GetAwaiter().GetResult();
        return _digest ??= new Sha256Digest(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = inner.Read(buffer);
        Hash(buffer[..read], buffer.Length);
        return read;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Hash(buffer, buffer.Length);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;

            // A compressor between two of these still writes while it is disposed.
            inner.Dispose();
            _ = Digest();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Hash(ReadOnlySpan<byte> bytes, int capacity)
    {
        _position += bytes.Length;
        _hashing.GetAwaiter().GetResult();
        if (bytes.Length < WorthHandingOver)
        {
            _hash.AppendData(bytes);
            return;
        }

        if (_piece.Length < bytes.Length)
        {
            _piece = new byte[capacity];
        }

        bytes.CopyTo(_piece);
        var count = bytes.Length;
        _hashing = Task.Run(() => _hash.AppendData(_piece, 0, count));
    }
}
