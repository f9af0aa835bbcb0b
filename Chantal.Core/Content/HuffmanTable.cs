using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>A canonical Huffman code, of which the frequent symbols are found at once by the bits that follow.</summary>
internal sealed class HuffmanTable
{
    /// <summary>The longest code in bits.</summary>
    public const int MaxLength = 20;

    private const int FastBits = 10;

    // By the next bits: the symbol, and the length of its code above it; 0: the code is longer.
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _first = new int[MaxLength + 1];
    private readonly int[] _count = new int[MaxLength + 1];
    private readonly int[] _start = new int[MaxLength + 1];
    private readonly ushort[] _symbols = new ushort[LengthShift];

    private const int LengthShift = 1 << 9;

    /// <summary>Makes the table.</summary>
    /// <param name="lengths">Length of each symbol's code, from 1 to <see cref="MaxLength"/>.</param>
    public void Set(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_fast);
        Array.Clear(_count);
        foreach (var length in lengths)
        {
            _count[length]++;
        }

        for (int length = 1, code = 0, start = 0; length <= MaxLength; start += _count[length++])
        {
            code <<= 1;
            (_first[length], _start[length]) = (code, start);
            code += _count[length];
            if (code > 1 << length)
            {
                throw new InvalidDataException("a code has more symbols than it can have");
            }
        }

        Span<int> next = stackalloc int[MaxLength + 1];
        _start.CopyTo(next);
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            var length = lengths[symbol];
            var at = next[length]++;
            _symbols[at] = (ushort)symbol;
            if (length <= FastBits)
            {
                var code = _first[length] + at - _start[length];
                _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill((ushort)((length * LengthShift) | symbol));
            }
        }
    }

    /// <summary>Reads a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Read(BitReader bits)
    {
        var peeked = (int)bits.Peek(MaxLength);
        var found = _fast[peeked >> (MaxLength - FastBits)];
        if (found != 0)
        {
            bits.Skip(found / LengthShift);
            return found % LengthShift;
        }

        for (var length = FastBits + 1; length <= MaxLength; length++)
        {
            var at = (peeked >> (MaxLength - length)) - _first[length];
            if (at < _count[length])
            {
                bits.Skip(length);
                return _symbols[_start[length] + at];
            }
        }

        throw new InvalidDataException("there is a code that no symbol has");
    }
}
