using System.Buffers;
using System.Runtime.CompilerServices;

namespace Chantal.Plans;

/// <summary>
/// Reads a stream line by line into one reused buffer, so that a file of millions of lines costs the memory of its
/// longest one. Lines end in LF; a CR before it is dropped.
/// </summary>
/// <param name="stream">Read to its end; disposed with the reader.</param>
/// <param name="from">Bytes of the file before the stream.</param>
/// <param name="maxLength">Longest line in bytes; a longer one throws <see cref="InvalidDataException"/>.</param>
internal sealed class LineReader(Stream stream, long from = 0, int maxLength = 1 << 20) : ILineSource
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _atEnd;
    private (int Start, int Length) _last;
    private int _lastWhole;
    private long _dropped = from;

    /// <inheritdoc/>
    public long LineNumber { get; private set; }

    /// <inheritdoc/>
    public PlanPlace Place => new(_dropped + _start, 0);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Last => _buffer.AsSpan(_last.Start, _last.Length);

    /// <summary>The line that was read last, with its end as the file has it.</summary>
    public ReadOnlySpan<byte> LastWhole => _buffer.AsSpan(_last.Start, _lastWhole);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = WithoutCarriageReturn(_buffer.AsSpan(_start, searched + at - _start));
                _last = (_start, line.Length);
                _lastWhole = searched + at + 1 - _start;
                _start = searched + at + 1;
                LineNumber++;
                return true;
            }

            if (_atEnd)
            {
                line = WithoutCarriageReturn(_buffer.AsSpan(_start, _end - _start));
                _last = (_start, line.Length);
                _lastWhole = _end - _start;
                var any = _end > _start;
                _start = _end;
                LineNumber += any ? 1 : 0;
                return any;
            }

            searched = _end - _start;
            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _start = _end = 0;
            _atEnd = true;
        }
    }

    private static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) =>
        line is [.., (byte)'\r'] ? line[..^1] : line;

    // Moves what is left to the buffer's begin, doubles the buffer when a line fills it, and reads on.
    private void Fill()
    {
        var left = _end - _start;
        if (left > maxLength)
        {
            throw new InvalidDataException($"line {LineNumber + 1} is longer than {maxLength} bytes");
        }

        if (left == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
            _buffer.AsSpan(_start, left).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, left).CopyTo(_buffer);
        }

        _dropped += _start;
        _start = 0;
        _end = left;
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
    }
}
