using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Chantal.OpenPgp;

/// <summary>ASCII armor (RFC 9580 section 6). The checksum is not looked at, as section 6.1 demands.</summary>
internal static class Armor
{
    internal const string PublicKeyBlock = "PGP PUBLIC KEY BLOCK";
    internal const string SignatureBlock = "PGP SIGNATURE";

    /// <summary>Whether the data is text: every OpenPGP packet begins with a byte whose highest bit is set.</summary>
    internal static bool IsText(ReadOnlySpan<byte> data) => data is [< 0x80, ..] or [0xef, 0xbb, 0xbf, ..];

    /// <summary>Decodes all blocks of one kind, one after the other.</summary>
    /// <param name="text">The armored text.</param>
    /// <param name="kind">The kind of block wanted, such as <see cref="SignatureBlock"/>.</param>
    /// <param name="alone">Whether nothing else than such blocks and empty lines may be there.</param>
    /// <exception cref="InvalidDataException">A block is malformed, or something else is there.</exception>
    internal static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> text, string kind, bool alone)
    {
        var begin = Encoding.ASCII.GetBytes($"-----BEGIN {kind}-----");
        var end = Encoding.ASCII.GetBytes($"-----END {kind}-----");
        var result = new ArrayBufferWriter<byte>(text.Length);
        var lines = new Lines(text);
        while (lines.Next() is { } line)
        {
            var content = TrimEnd(line.Span);
            if (content.SequenceEqual(begin))
            {
                ReadBlock(ref lines, end, result);
            }
            else if (alone && !content.IsEmpty)
            {
                throw new InvalidDataException("there is text outside of the armored block");
            }
        }

        return result.WrittenMemory;
    }

    /// <summary>Removes the blanks, tabs and carriage returns that no signature covers.</summary>
    internal static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r"u8);

    private static void ReadBlock(ref Lines lines, ReadOnlySpan<byte> end, ArrayBufferWriter<byte> result)
    {
        SkipHeaders(ref lines);
        var body = new ArrayBufferWriter<byte>();
        var checksum = false;
        while (lines.Next() is { } line)
        {
            var content = TrimEnd(line.Span);
            if (content.SequenceEqual(end))
            {
                DecodeBase64(body.WrittenSpan, result);
                return;
            }

            if (checksum || content.StartsWith("-"u8))
            {
                break;
            }

            checksum = content is [(byte)'=', _, _, _, _];
            if (!checksum)
            {
                body.Write(content);
            }
        }

        throw new InvalidDataException("the armored block does not end");
    }

    private static void SkipHeaders(ref Lines lines)
    {
        while (lines.Next() is { } line)
        {
            var content = TrimEnd(line.Span);
            if (content.IsEmpty)
            {
                return;
            }

            if (content.IndexOf((byte)':') <= 0)
            {
                break;
            }
        }

        throw new InvalidDataException("the armored block's headers do not end in an empty line");
    }

    private static void DecodeBase64(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> result)
    {
        var target = result.GetSpan(Math.Max(1, Base64.GetMaxDecodedFromUtf8Length(text.Length)));
        if (Base64.DecodeFromUtf8(text, target, out _, out var written) != OperationStatus.Done)
        {
            throw new InvalidDataException("the armored block is not valid base64");
        }

        result.Advance(written);
    }
}
