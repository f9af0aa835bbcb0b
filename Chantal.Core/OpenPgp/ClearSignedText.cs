using System.Buffers;
using System.Text;

namespace Chantal.OpenPgp;

/// <summary>Text in the cleartext signature framework (RFC 9580 section 7): what its signatures cover, and the file that is made of both.</summary>
internal static class ClearSignedText
{
    /// <summary>The text as signatures cover it: lines without trailing blanks, joined by CRLF, without the last line end.</summary>
    public static ReadOnlyMemory<byte> Canonical(ReadOnlyMemory<byte> text)
    {
        var signed = new ArrayBufferWriter<byte>(text.Length + 1024);
        var lines = new Lines(text);
        while (lines.Next() is { } line)
        {
            signed.Write(line.Span.TrimEnd(" \t"u8));
            signed.Write("\r\n"u8);
        }

        return signed.WrittenCount == 0 ? default : signed.WrittenMemory[..^2];
    }

    /// <summary>The file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="signatures">Signatures over <see cref="Canonical"/>, armored.</param>
    public static byte[] Write(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> signatures)
    {
        var file = new ArrayBufferWriter<byte>(text.Length + 4096);
        file.Write(Encoding.ASCII.GetBytes($"-----BEGIN PGP SIGNED MESSAGE-----\nHash: {SignatureMaker.HashName}\n\n"));
        var lines = new Lines(text);
        while (lines.Next() is { } line)
        {
            // What begins with a dash would look like the end of the text (section 7.1).
            file.Write(line.Span is [(byte)'-', ..] ? "- "u8 : []);
            file.Write(line.Span.TrimEnd(" \t"u8));
            file.Write("\n"u8);
        }

        file.Write(signatures);
        return file.WrittenSpan.ToArray();
    }
}
