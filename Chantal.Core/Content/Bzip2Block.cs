using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>
/// Decodes the blocks of a bzip2 file: Huffman codes, moves to the front and runs, then the Burrows-Wheeler transform. What is left is the
/// run-length encoding of the text, byte by byte.
/// </summary>
/// <param name="bits">The file.</param>
internal sealed class Bzip2Block(BitReader bits)
{
    private const int MaxTables = 6;
    private const int MaxSelectors = 18_002;
    private const int SymbolsOfSelector = 50;
    private const int RunB = 1;

    private readonly HuffmanTable[] _tables = [.. Enumerable.Range(0, MaxTables).Select(_ => new HuffmanTable())];
    private readonly byte[] _selectors = new byte[MaxSelectors];
    private readonly byte[] _symbols = new byte[256];

    // A byte each, and above it where the next one stands.
    private uint[] _text = [];
    private uint _next;
    private Bzip2Disorder _disorder;

    /// <summary>Bytes that are left.</summary>
    public int Left { get; private set; }

    /// <summary>Reads a block, from behind its checksum on.</summary>
    /// <param name="capacity">The most bytes that it may have.</param>
    public void Read(int capacity)
    {
        _disorder = Bzip2Disorder.Of(bits.Read(1) == 1);
        var origin = (int)bits.Read(24);
        var symbols = ReadSymbols();
        var tables = (int)bits.Read(3);
        var selectors = (int)bits.Read(15);
        if (symbols == 0 || tables is < 2 or > MaxTables || selectors == 0)
        {
            throw new InvalidDataException("a block does not have any codes");
        }

        ReadSelectors(selectors, tables);
        for (var table = 0; table < tables; table++)
        {
            ReadTable(_tables[table], symbols + 2);
        }

        if (_text.Length < capacity)
        {
            _text = new uint[capacity];
        }

        var length = ReadText(Math.Min(selectors, MaxSelectors), symbols + 1, capacity);
        if (origin >= length)
        {
            throw new InvalidDataException("a block begins where it does not have a byte");
        }

        Link(length);
        _next = _text[origin] >> 8;
        Left = length;
    }

    /// <summary>The next byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Next()
    {
        var entry = _text[_next];
        _next = entry >> 8;
        Left--;
        return (byte)(entry ^ _disorder.Next());
    }

    private int ReadSymbols()
    {
        var count = 0;
        var ranges = bits.Read(16);
        for (var range = 0; range < 16; range++)
        {
            var used = (ranges & (0x8000 >> range)) != 0 ? bits.Read(16) : 0;
            for (var i = 0; i < 16; i++)
            {
                if ((used & (0x8000 >> i)) != 0)
                {
                    _symbols[count++] = (byte)((range * 16) + i);
                }
            }
        }

        return count;
    }

    // Some encoders write more selectors than there can be; they are passed over.
    private void ReadSelectors(int count, int tables)
    {
        Span<byte> order = [0, 1, 2, 3, 4, 5];
        for (var i = 0; i < count; i++)
        {
            var at = 0;
            while (bits.Read(1) == 1)
            {
                if (++at == tables)
                {
                    throw new InvalidDataException("a block asks for a code that it does not have");
                }
            }

            var table = order[at];
            order[..at].CopyTo(order[1..]);
            order[0] = table;
            if (i < MaxSelectors)
            {
                _selectors[i] = table;
            }
        }
    }

    private void ReadTable(HuffmanTable table, int symbols)
    {
        Span<byte> lengths = stackalloc byte[258];
        var length = (int)bits.Read(5);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            while (true)
            {
                if (length is < 1 or > HuffmanTable.MaxLength)
                {
                    throw new InvalidDataException("a code is too long");
                }

                if (bits.Read(1) == 0)
                {
                    break;
                }

                length += bits.Read(1) == 0 ? 1 : -1;
            }

            lengths[symbol] = (byte)length;
        }

        table.Set(lengths[..symbols]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadText(int selectors, int end, int capacity)
    {
        var (length, selector, left) = (0, 0, 0);
        var table = _tables[0];
        var (run, weight) = (0, 1);
        while (true)
        {
            if (left == 0)
            {
                if (selector == selectors)
                {
                    throw new InvalidDataException("a block does not end");
                }

                table = _tables[_selectors[selector++]];
                left = SymbolsOfSelector;
            }

            left--;
            var symbol = table.Read(bits);
            if (symbol <= RunB)
            {
                run += weight << symbol;
                weight <<= 1;
                if (run > capacity - length)
                {
                    throw new InvalidDataException("a block is too long");
                }

                continue;
            }

            if (run > 0)
            {
                _text.AsSpan(length, run).Fill(_symbols[0]);
                length += run;
                (run, weight) = (0, 1);
            }

            if (symbol == end)
            {
                return length;
            }

            if (length == capacity)
            {
                throw new InvalidDataException("a block is too long");
            }

            var at = symbol - 1;
            var value = _symbols[at];
            _symbols.AsSpan(0, at).CopyTo(_symbols.AsSpan(1));
            _symbols[0] = value;
            _text[length++] = value;
        }
    }

    // The inverse of the transform: the nth of a byte in the last column is the nth of it in the first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Link(int length)
    {
        Span<int> starts = stackalloc int[257];
        starts.Clear();
        var text = _text.AsSpan(0, length);
        foreach (var entry in text)
        {
            starts[(int)(byte)entry + 1]++;
        }

        for (var value = 1; value < 256; value++)
        {
            starts[value] += starts[value - 1];
        }

        for (var i = 0; i < text.Length; i++)
        {
            text[starts[(byte)text[i]]++] |= (uint)i << 8;
        }
    }
}
