using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>
/// Encodes literals and matches as LZMA does (lc 3, lp 0, pb 0), by the model that every decoder follows. What matches are found is not its business.
/// </summary>
internal sealed class LzmaEncoder
{
    /// <summary>The properties as the format writes them: (pb * 5 + lp) * 9 + lc.</summary>
    public const byte Properties = LiteralContextBits;

    /// <summary>The shortest match.</summary>
    public const int MinMatch = 2;

    /// <summary>The longest match.</summary>
    public const int MaxMatch = MinMatch + 8 + 8 + 256 - 1;

    private const int LiteralContextBits = 3;
    private const int LiteralStates = 7;
    private const int States = 12;
    private const int DistanceSlots = 64;
    private const int LengthStates = 4;
    private const int AlignBits = 4;
    private const int FirstModelled = 4;
    private const int FirstDirect = 14;
    private const int SpecialLength = 32;

    private readonly RangeEncoder _range;
    private readonly ushort[] _isMatch = new ushort[States];
    private readonly ushort[] _isRep = new ushort[States];
    private readonly ushort[] _isRep0 = new ushort[States];
    private readonly ushort[] _isRep0Long = new ushort[States];
    private readonly ushort[] _literals = new ushort[0x300 << LiteralContextBits];
    private readonly ushort[] _slots = new ushort[LengthStates * DistanceSlots];
    private readonly ushort[] _special = new ushort[FirstDirect * SpecialLength];
    private readonly ushort[] _align = new ushort[1 << AlignBits];
    private readonly Lengths _matchLengths = new();
    private readonly Lengths _repLengths = new();
    private int _state;

    public LzmaEncoder(RangeEncoder range)
    {
        _range = range;
        foreach (var chances in (ushort[][])[_isMatch, _isRep, _isRep0, _isRep0Long, _literals, _slots, _special, _align])
        {
            Array.Fill(chances, RangeEncoder.EvenChance);
        }
    }

    /// <summary>The distance of the last match, from 1.</summary>
    public int Distance { get; private set; } = 1;

    /// <summary>Writes a byte.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="before">The byte before it.</param>
    /// <param name="match">The byte at the last match's distance before it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Literal(byte value, byte before, byte match)
    {
        _range.Encode(ref _isMatch[_state], 0);
        var chances = _literals.AsSpan(0x300 * (before >> (8 - LiteralContextBits)), 0x300);
        if (_state < LiteralStates)
        {
            _range.EncodeTree(chances, 8, value);
        }
        else
        {
            // Behind a match the byte is probably not the one that would have continued it.
            var offset = 0x100;
            var node = 1;
            var (text, other) = ((int)value, (int)match);
            for (var i = 7; i >= 0; i--)
            {
                var bit = (text >> i) & 1;
                var matchBit = ((other >> i) & 1) != 0 ? offset : 0;
                _range.Encode(ref chances[offset + matchBit + node], bit);
                node = (node << 1) | bit;
                offset &= bit != 0 ? matchBit : ~matchBit;
            }
        }

        _state = _state switch { < 4 => 0, < 10 => _state - 3, _ => _state - 6 };
    }

    /// <summary>Writes a match at a distance from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Match(int distance, int length)
    {
        _range.Encode(ref _isMatch[_state], 1);
        if (distance == Distance)
        {
            _range.Encode(ref _isRep[_state], 1);
            _range.Encode(ref _isRep0[_state], 0);
            _range.Encode(ref _isRep0Long[_state], 1);
            _repLengths.Encode(_range, length - MinMatch);
            _state = _state < LiteralStates ? 8 : 11;
            return;
        }

        _range.Encode(ref _isRep[_state], 0);
        _matchLengths.Encode(_range, length - MinMatch);
        EncodeDistance((uint)distance - 1, Math.Min(length - MinMatch, LengthStates - 1));
        Distance = distance;
        _state = _state < LiteralStates ? 7 : 10;
    }

    private void EncodeDistance(uint distance, int lengthState)
    {
        var high = distance < FirstModelled ? 0 : BitOperations.Log2(distance);
        var slot = distance < FirstModelled ? (int)distance : (high << 1) | (int)((distance >> (high - 1)) & 1);
        _range.EncodeTree(_slots.AsSpan(lengthState * DistanceSlots, DistanceSlots), 6, (uint)slot);
        if (slot < FirstModelled)
        {
            return;
        }

        var bits = (slot >> 1) - 1;
        var rest = distance - ((2u | ((uint)slot & 1)) << bits);
        if (slot < FirstDirect)
        {
            _range.EncodeReverse(_special.AsSpan(slot * SpecialLength, SpecialLength), bits, rest);
        }
        else
        {
            _range.EncodeDirect(rest >> AlignBits, bits - AlignBits);
            _range.EncodeReverse(_align, AlignBits, rest & ((1 << AlignBits) - 1));
        }
    }

    /// <summary>The lengths of matches: short ones in few bits.</summary>
    private sealed class Lengths
    {
        private readonly ushort[] _choice = [RangeEncoder.EvenChance, RangeEncoder.EvenChance];
        private readonly ushort[] _low = new ushort[8];
        private readonly ushort[] _middle = new ushort[8];
        private readonly ushort[] _high = new ushort[256];

        public Lengths()
        {
            Array.Fill(_low, RangeEncoder.EvenChance);
            Array.Fill(_middle, RangeEncoder.EvenChance);
            Array.Fill(_high, RangeEncoder.EvenChance);
        }

        public void Encode(RangeEncoder range, int length)
        {
            range.Encode(ref _choice[0], length < 8 ? 0 : 1);
            if (length < 8)
            {
                range.EncodeTree(_low, 3, (uint)length);
                return;
            }

            range.Encode(ref _choice[1], length < 16 ? 0 : 1);
            if (length < 16)
            {
                range.EncodeTree(_middle, 3, (uint)(length - 8));
            }
            else
            {
                range.EncodeTree(_high, 8, (uint)(length - 16));
            }
        }
    }
}
