namespace Chantal.OpenPgp;

/// <summary>Walks over the lines of a file in memory. A line ends in LF or CRLF; the last may end with the data.</summary>
internal struct Lines(ReadOnlyMemory<byte> data)
{
    private ReadOnlyMemory<byte> _rest = data;

    /// <summary>Where the next line begins.</summary>
    internal int Position { get; private set; }

    /// <summary>The next line without its end, or null at the end of the data.</summary>
    internal ReadOnlyMemory<byte>? Next()
    {
        if (_rest.IsEmpty)
        {
            return null;
        }

        var end = _rest.Span.IndexOf((byte)'\n');
        var line = end < 0 ? _rest : _rest[..end];
        var taken = end < 0 ? _rest.Length : end + 1;
        _rest = _rest[taken..];
        Position += taken;
        return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
    }
}
