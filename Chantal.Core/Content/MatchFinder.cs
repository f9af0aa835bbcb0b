using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>Finds where bytes of a window stood before: the positions with the same first four bytes, the latest first, and a few of them only.</summary>
/// <param name="reach">How far back matches may lie: a power of two.</param>
internal sealed class MatchFinder(int reach)
{
    /// <summary>The shortest match that is found.</summary>
    public const int MinMatch = 4;

    private const int HashBits = 17;
    private const int Candidates = 3;

    // Of a match this long a longer one saves next to nothing.
    private const int GoodMatch = 48;

    private readonly uint[] _heads = new uint[1 << HashBits];
    private readonly uint[] _before = new uint[reach];

    /// <summary>The position of the window's first byte; those of nothing are out of reach.</summary>
    public uint Base { get; set; } = (uint)reach + 1;

    /// <summary>The longest match of those that are looked at, and remembers the place.</summary>
    /// <param name="window">The window.</param>
    /// <param name="at">The place, with <see cref="MinMatch"/> bytes behind it.</param>
    /// <param name="most">The longest match that is wanted.</param>
    /// <param name="distance">How far back it begins.</param>
    /// <returns>Its length, or 0 if nothing matches.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<byte> window, int at, int most, out int distance)
    {
        var position = Base + (uint)at;
        ref var head = ref _heads[HashAt(window, at)];
        var candidate = head;
        head = position;
        _before[position & (uint)(reach - 1)] = candidate;
        var wanted = window.Slice(at, most);
        var (length, found) = (MinMatch - 1, 0u);
        for (var tries = Candidates; tries > 0 && position - candidate <= (uint)reach && candidate >= Base; tries--)
        {
            var other = (int)(candidate - Base);
            if (length < most && window[other + length] == wanted[length])
            {
                var common = window.Slice(other, most).CommonPrefixLength(wanted);
                if (common > length)
                {
                    (length, found) = (common, position - candidate);
                    if (length >= GoodMatch)
                    {
                        break;
                    }
                }
            }

            candidate = _before[candidate & (uint)(reach - 1)];
        }

        distance = (int)found;
        return found == 0 ? 0 : length;
    }

    /// <summary>Remembers places that are passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Skip(ReadOnlySpan<byte> window, int at, int count)
    {
        for (var end = at + count; at < end; at++)
        {
            var position = Base + (uint)at;
            ref var head = ref _heads[HashAt(window, at)];
            _before[position & (uint)(reach - 1)] = head;
            head = position;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashAt(ReadOnlySpan<byte> window, int at) => (BinaryPrimitives.ReadUInt32LittleEndian(window[at..]) * 2654435761u) >> (32 - HashBits);
}
