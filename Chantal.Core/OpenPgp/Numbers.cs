using System.Buffers.Binary;

namespace Chantal.OpenPgp;

/// <summary>Multiprecision integers (RFC 9580 section 3.2).</summary>
internal static class Numbers
{
    /// <summary>Reads so many numbers, which have to fill the data; null when they do not.</summary>
    internal static IReadOnlyList<byte[]>? Read(ReadOnlySpan<byte> data, int count)
    {
        var result = new List<byte[]>(count);
        while (data.Length >= 2)
        {
            var length = (BinaryPrimitives.ReadUInt16BigEndian(data) + 7) / 8;
            if (length > data.Length - 2)
            {
                return null;
            }

            result.Add(data.Slice(2, length).TrimStart((byte)0).ToArray());
            data = data[(2 + length)..];
        }

        return data.IsEmpty && result.Count == count ? result : null;
    }

    /// <summary>How many bits a number has.</summary>
    internal static int BitLength(byte[] number) =>
        number.Length == 0 ? 0 : (number.Length * 8) - (byte.LeadingZeroCount(number[0]));

    /// <summary>The number with leading zeros up to a length.</summary>
    internal static byte[] Pad(byte[] number, int length) => [.. new byte[length - number.Length], .. number];
}
