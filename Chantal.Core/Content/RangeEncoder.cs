using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>The arithmetic coder of LZMA: writes bits, each in the fewer places the more probable it was.</summary>
internal sealed class RangeEncoder
{
    /// <summary>What an even chance is, where nothing is known yet.</summary>
    public const ushort EvenChance = 1 << (Bits - 1);

    private const int Bits = 11;
    private const int Shift = 5;
    private const uint Least = 1u << 24;

    // A chunk of LZMA2 holds 64 KiB, and a symbol takes a few bytes.
    private readonly byte[] _output = new byte[80 * 1024];
    private ulong _low;
    private uint _range;
    private byte _cache;
    private int _pending;

    public RangeEncoder() => Reset();

    /// <summary>Bytes that the end of a chunk would come to now.</summary>
    public int Length => Written + _pending + 4;

    /// <summary>Bytes that are written.</summary>
    public int Written { get; private set; }

    /// <summary>What is written.</summary>
    public ReadOnlySpan<byte> Output => _output.AsSpan(0, Written);

    /// <summary>Begins a chunk.</summary>
    public void Reset()
    {
        _low = 0;
        _range = uint.MaxValue;
        _cache = 0;
        _pending = 1;
        Written = 0;
    }

    /// <summary>Writes a bit by its probability, and learns from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Encode(ref ushort chance, int bit)
    {
        // Without branches: what a bit is can hardly be predicted.
        var isOne = -bit;
        var bound = (_range >> Bits) * chance;
        _low += bound & (uint)isOne;
        _range = (bound & (uint)~isOne) | ((_range - bound) & (uint)isOne);
        chance = (ushort)(chance + ((((1 << Bits) - chance) >> Shift) & ~isOne) - ((chance >> Shift) & isOne));
        if (_range < Least)
        {
            _range <<= 8;
            ShiftLow();
        }
    }

    /// <summary>Writes bits of an even chance, the highest first.</summary>
    public void EncodeDirect(uint value, int count)
    {
        while (count > 0)
        {
            _range >>= 1;
            count--;
            if (((value >> count) & 1) != 0)
            {
                _low += _range;
            }

            if (_range < Least)
            {
                _range <<= 8;
                ShiftLow();
            }
        }
    }

    /// <summary>Writes a number by a tree of chances, the highest bit first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EncodeTree(Span<ushort> chances, int bits, uint value)
    {
        var node = 1;
        for (var i = bits - 1; i >= 0; i--)
        {
            var bit = (int)(value >> i) & 1;
            Encode(ref chances[node], bit);
            node = (node << 1) | bit;
        }
    }

    /// <summary>The same, the lowest bit first.</summary>
    public void EncodeReverse(Span<ushort> chances, int bits, uint value)
    {
        var node = 1;
        for (var i = 0; i < bits; i++)
        {
            var bit = (int)(value >> i) & 1;
            Encode(ref chances[node], bit);
            node = (node << 1) | bit;
        }
    }

    /// <summary>Ends a chunk.</summary>
    public void Finish()
    {
        for (var i = 0; i < 5; i++)
        {
            ShiftLow();
        }
    }

    // A carry can still change bytes that are 0xff, and the one before them.
    private void ShiftLow()
    {
        if ((uint)_low < 0xff000000u || (_low >> 32) != 0)
        {
            var carry = (byte)(_low >> 32);
            var value = _cache;
            do
            {
                _output[Written++] = (byte)(value + carry);
                value = 0xff;
            }
            while (--_pending != 0);
            _cache = (byte)(_low >> 24);
        }

        _pending++;
        _low = (uint)_low << 8;
    }
}
