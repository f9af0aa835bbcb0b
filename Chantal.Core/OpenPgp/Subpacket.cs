using System.Buffers.Binary;

namespace Chantal.OpenPgp;

/// <summary>A signature subpacket (RFC 9580 section 5.2.3.7).</summary>
internal readonly record struct Subpacket(int Type, bool Critical, ReadOnlyMemory<byte> Data)
{
    internal const int Created = 2;
    internal const int Expires = 3;
    internal const int KeyExpires = 9;
    internal const int IssuerKeyId = 16;
    internal const int KeyFlags = 27;
    internal const int EmbeddedSignature = 32;
    internal const int IssuerFingerprint = 33;

    /// <summary>Splits one of the two areas of a signature.</summary>
    /// <exception cref="InvalidDataException">A subpacket is cut short.</exception>
    internal static IReadOnlyList<Subpacket> ReadAll(ReadOnlyMemory<byte> area)
    {
        var result = new List<Subpacket>();
        while (!area.IsEmpty)
        {
            var (start, length) = area.Span switch
            {
                [< 192 and var one, ..] => (1, (uint)one),
                [< 255 and var high, var low, ..] => (2, (uint)(((high - 192) << 8) + low + 192)),
                [255, _, _, _, _, ..] => (5, BinaryPrimitives.ReadUInt32BigEndian(area.Span[1..])),
                _ => (0, 0u),
            };
            if (length == 0 || length > (uint)(area.Length - start))
            {
                throw new InvalidDataException("a signature subpacket is cut short");
            }

            var content = area.Slice(start, (int)length);
            var type = content.Span[0];
            result.Add(new Subpacket(type & 0x7f, (type & 0x80) != 0, content[1..]));
            area = area[(start + (int)length)..];
        }

        return result;
    }
}
