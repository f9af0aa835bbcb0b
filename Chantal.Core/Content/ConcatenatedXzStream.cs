using SharpCompress.Compressors.Xz;

namespace Chantal.Content;

/// <summary>
/// Decodes every stream of an .xz file (the format's §2.2 allows several, with padding of zeros between them), where the
/// decoder by itself ends quietly after the first.
/// </summary>
/// <param name="raw">A seekable file; disposed with the stream.</param>
internal sealed class ConcatenatedXzStream(Stream raw) : ForwardStream
{
    private XZStream? _current;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            _current ??= Next();
            if (_current is null)
            {
                return 0;
            }

            var read = _current.Read(buffer);
            if (read > 0)
            {
                return read;
            }

            _current = null;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            raw.Dispose();
        }

        base.Dispose(disposing);
    }

    // The decoder is not disposed: that would close the file under the stream that follows.
    private XZStream? Next()
    {
        var started = raw.Position > 0;
        int value;
        do
        {
            value = raw.ReadByte();
        }
        while (value == 0 && started);
        if (value < 0)
        {
            return started ? null : throw new EndOfStreamException("the file is empty");
        }

        raw.Position--;
        return new XZStream(raw);
    }
}
