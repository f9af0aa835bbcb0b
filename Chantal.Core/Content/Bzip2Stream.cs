using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>
/// Decodes a bzip2 file, of which several may stand one after the other. Written for speed from the first byte on: lists of packages are unpacked by processes
/// that live for a second or two.
/// </summary>
/// <param name="raw">The file; disposed with the stream.</param>
internal sealed class Bzip2Stream(Stream raw) : ForwardStream
{
    private const uint Polynomial = 0x04c11db7;
    private const int BlockUnit = 100_000;

    // Four equal bytes are followed by how many more there are.
    private const int RunBeforeCount = 4;

    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(i => CrcOf((uint)i << 24))];

    private readonly BitReader _bits = new(raw);
    private Bzip2Block? _block;
    private bool _any;
    private int _capacity;
    private uint _stated;
    private uint _crc;
    private uint _combined;
    private int _run;
    private byte _last;
    private int _repeats;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written == 0 && buffer.Length > 0 && (HasMore || NextBlock()))
        {
            written = Decode(_block!, buffer);
            if (!HasMore)
            {
                EndBlock();
            }
        }

        return written;
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

    private bool HasMore => _repeats > 0 || _block?.Left > 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Decode(Bzip2Block block, Span<byte> buffer)
    {
        var (crc, last, run, table) = (_crc, _last, _run, Crc);
        var at = 0;
        while (at < buffer.Length)
        {
            if (_repeats > 0)
            {
                _repeats--;
            }
            else if (block.Left == 0)
            {
                break;
            }
            else
            {
                var value = block.Next();
                if (run == RunBeforeCount)
                {
                    _repeats = value;
                    run = 0;
                    continue;
                }

                run = value == last ? run + 1 : 1;
                last = value;
            }

            buffer[at++] = last;
            crc = (crc << 8) ^ table[(crc >> 24) ^ last];
        }

        (_crc, _last, _run) = (crc, last, run);
        return at;
    }

    // The next block with something in it; false at the end of the file.
    private bool NextBlock()
    {
        while (_capacity > 0 || BeginFile())
        {
            var magic = (ulong)_bits.Read(24) << 24 | _bits.Read(24);
            _stated = _bits.Read(32);
            switch (magic)
            {
                case 0x314159265359:
                    (_crc, _run, _last) = (uint.MaxValue, 0, 0);
                    (_block ??= new Bzip2Block(_bits)).Read(_capacity);
                    return true;
                case 0x177245385090 when _stated == _combined:
                    _capacity = 0;
                    _bits.Align();
                    break;
                case 0x177245385090:
                    throw new InvalidDataException("its checksum is wrong");
                default:
                    throw new InvalidDataException("there is something other than blocks");
            }
        }

        return false;
    }

    private bool BeginFile()
    {
        if (_any && _bits.IsAtEnd)
        {
            return false;
        }

        _any = true;
        _combined = 0;
        _capacity = _bits.Read(24) == 0x425a68 && _bits.Read(8) is >= '1' and <= '9' and var size ? (int)(size - '0') * BlockUnit : throw new InvalidDataException("it does not begin as a bzip2 file does");
        return true;
    }

    private void EndBlock()
    {
        if (~_crc != _stated)
        {
            throw new InvalidDataException("the checksum of a block is wrong");
        }

        _combined = (_combined << 1 | _combined >> 31) ^ _stated;
    }

    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 0x80000000) != 0 ? (value << 1) ^ Polynomial : value << 1;
        }

        return value;
    }
}
