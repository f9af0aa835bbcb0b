using System.Buffers.Binary;

namespace Chantal.OpenPgp;

/// <summary>One OpenPGP packet (RFC 9580 section 4): its type and its body, not yet understood.</summary>
/// <param name="Tag">The packet type.</param>
/// <param name="Body">Everything after the header.</param>
internal readonly record struct Packet(int Tag, ReadOnlyMemory<byte> Body)
{
    internal const int Signature = 2;
    internal const int PublicKey = 6;
    internal const int Marker = 10;
    internal const int UserId = 13;
    internal const int PublicSubkey = 14;
    internal const int UserAttribute = 17;
    internal const int Padding = 21;

    /// <summary>
    /// Splits data into packets. Partial and indeterminate lengths belong to streamed data and are refused: neither keys
    /// nor signatures may use them (section 4.2.1.4).
    /// </summary>
    /// <exception cref="InvalidDataException">A header is not one, or a packet ends beyond the data.</exception>
    internal static IEnumerable<Packet> ReadAll(ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
        {
            var (tag, headerLength, bodyLength) = ReadHeader(data.Span);
            if (bodyLength > (uint)(data.Length - headerLength))
            {
                throw new InvalidDataException("an OpenPGP packet is cut short");
            }

            yield return new Packet(tag, data.Slice(headerLength, (int)bodyLength));
            data = data[(headerLength + (int)bodyLength)..];
        }
    }

    private static (int Tag, int HeaderLength, uint BodyLength) ReadHeader(ReadOnlySpan<byte> data)
    {
        var first = data[0];
        if ((first & 0x80) == 0)
        {
            throw new InvalidDataException("there is no OpenPGP packet where one has to begin");
        }

        return (first & 0x40) != 0 ? ReadCurrentHeader(first & 0x3f, data) : ReadLegacyHeader(first, data);
    }

    private static (int, int, uint) ReadCurrentHeader(int tag, ReadOnlySpan<byte> data) => data switch
    {
        [_, < 192 and var length, ..] => (tag, 2, length),
        [_, < 224 and var high, var low, ..] => (tag, 3, (uint)(((high - 192) << 8) + low + 192)),
        [_, 255, _, _, _, _, ..] => (tag, 6, BinaryPrimitives.ReadUInt32BigEndian(data[2..])),
        _ => throw new InvalidDataException("an OpenPGP packet does not have a usable length"),
    };

    private static (int, int, uint) ReadLegacyHeader(byte first, ReadOnlySpan<byte> data)
    {
        var tag = (first >> 2) & 0x0f;
        return (first & 3, data.Length) switch
        {
            (0, >= 2) => (tag, 2, data[1]),
            (1, >= 3) => (tag, 3, BinaryPrimitives.ReadUInt16BigEndian(data[1..])),
            (2, >= 5) => (tag, 5, BinaryPrimitives.ReadUInt32BigEndian(data[1..])),
            _ => throw new InvalidDataException("an OpenPGP packet does not have a usable length"),
        };
    }
}
