using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>
/// Writes an .xz file of one block (the .xz file format, version 1.2.1). It is made for indices, which are written again with each change: as fast as <c>xz -1</c>, and
/// somewhat smaller than gzip. Equal contents are equal bytes.
/// </summary>
/// <param name="output">Takes the file; disposed with the stream.</param>
internal sealed class XzStream(Stream output) : ForwardStream
{
    private const int Reach = 4 << 20;
    private const byte ReachCode = 20;

    // A chunk of LZMA2 holds at most 2 MiB, and comes to at most 64 KiB.
    private const int MaxChunk = (2 << 20) - LzmaEncoder.MaxMatch;
    private const int MaxPackedChunk = 65000;

    private const int ShortMatch = 7;

    private static readonly byte[] Flags = [0, 1];

    private readonly byte[] _window = new byte[2 * Reach];
    private readonly MatchFinder _matches = new(Reach);
    private readonly RangeEncoder _range = new();
    private LzmaEncoder? _encoder;
    private int _at;
    private int _end;
    private int _chunk;
    private bool _isFirstChunk = true;
    private long _unpacked;
    private long _packed;
    private uint _checksum;
    private bool _disposed;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _unpacked += buffer.Length;
        _checksum = Crc32.Append(_checksum, buffer);
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, _window.Length - _end);
            buffer[..taken].CopyTo(_window.AsSpan(_end));
            _end += taken;
            buffer = buffer[taken..];
            if (_end == _window.Length)
            {
                Encode(_end - LzmaEncoder.MaxMatch);
                Slide();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Begin();
            Encode(_end);
            EndChunk();
            End();
            output.Dispose();
        }

        base.Dispose(disposing);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Encode(int until)
    {
        Begin();
        var encoder = _encoder!;
        ReadOnlySpan<byte> window = _window;
        while (_at < until)
        {
            var (length, distance) = Find(window, encoder);
            if (length > 0)
            {
                encoder.Match(distance, length);
            }
            else
            {
                length = 1;
                encoder.Literal(window[_at], _at > 0 ? window[_at - 1] : (byte)0, _at >= encoder.Distance ? window[_at - encoder.Distance] : (byte)0);
            }

            _at += length;
            _chunk += length;
            if (_chunk >= MaxChunk || _range.Length >= MaxPackedChunk)
            {
                EndChunk();
            }
        }
    }

    // A match at the distance of the one before costs a few bits, and any other one three bytes.
    private (int Length, int Distance) Find(ReadOnlySpan<byte> window, LzmaEncoder encoder)
    {
        var most = Math.Min(LzmaEncoder.MaxMatch, _end - _at);
        if (most < MatchFinder.MinMatch)
        {
            return default;
        }

        var again = _at >= encoder.Distance ? window.Slice(_at - encoder.Distance, most).CommonPrefixLength(window.Slice(_at, most)) : 0;
        var length = _matches.Find(window, _at, most, out var distance);

        // A few letters from far away cost more than the letters do.
        if (length < ShortMatch && distance >> ((4 * length) - 7) != 0)
        {
            length = 0;
        }

        if (again >= LzmaEncoder.MinMatch && again + 2 >= length)
        {
            (length, distance) = (again, encoder.Distance);
        }

        _matches.Skip(window, _at + 1, Math.Min(length - 1, _end - MatchFinder.MinMatch - _at));
        return (length, distance);
    }

    private void Slide()
    {
        var shift = _at - Reach;
        _window.AsSpan(shift, _end - shift).CopyTo(_window);
        _matches.Base += (uint)shift;
        _at -= shift;
        _end -= shift;
    }

    private void Begin()
    {
        if (_encoder is not null)
        {
            return;
        }

        _encoder = new LzmaEncoder(_range);
        Span<byte> header = stackalloc byte[24];
        ((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, .. Flags]).CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Crc32.Of(Flags));

        // A block's header of twelve bytes, with one filter: LZMA2 (id 0x21) with one byte of properties.
        ((ReadOnlySpan<byte>)[2, 0, 0x21, 1, ReachCode]).CopyTo(header[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], Crc32.Of(header[12..20]));
        output.Write(header);
        _packed = 12;
    }

    private void EndChunk()
    {
        if (_chunk == 0)
        {
            return;
        }

        _range.Finish();
        Span<byte> header = stackalloc byte[6];

        // The first chunk resets everything, and those behind it go on with what was learnt.
        header[0] = (byte)((_isFirstChunk ? 0xe0 : 0x80) | ((_chunk - 1) >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)(_chunk - 1));
        BinaryPrimitives.WriteUInt16BigEndian(header[3..], (ushort)(_range.Written - 1));
        header[5] = LzmaEncoder.Properties;
        header = header[..(_isFirstChunk ? 6 : 5)];
        output.Write(header);
        output.Write(_range.Output);
        _packed += header.Length + _range.Written;
        _range.Reset();
        _chunk = 0;
        _isFirstChunk = false;
    }

    private void End()
    {
        output.WriteByte(0);
        _packed++;
        var size = _packed + sizeof(uint);
        output.Write(new byte[(int)(-_packed & 3)]);
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(word, _checksum);
        output.Write(word);

        using var index = new MemoryStream();
        index.Write([0, 1]);
        WriteNumber(index, size);
        WriteNumber(index, _unpacked);
        index.Write(new byte[(int)(-index.Length & 3)]);
        BinaryPrimitives.WriteUInt32LittleEndian(word, Crc32.Of(index.GetBuffer().AsSpan(0, (int)index.Length)));
        index.Write(word);
        index.WriteTo(output);

        Span<byte> footer = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(footer[4..], (uint)((index.Length / 4) - 1));
        Flags.CopyTo(footer[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32.Of(footer[4..10]));
        "YZ"u8.CopyTo(footer[10..]);
        output.Write(footer);
    }

    // Seven bits a byte, the lowest first (section 1.2).
    private static void WriteNumber(MemoryStream stream, long number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            stream.WriteByte((byte)(number | 0x80));
        }

        stream.WriteByte((byte)number);
    }
}
