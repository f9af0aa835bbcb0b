using System.Buffers;
using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>
/// A file in the cleartext signature framework (RFC 9580 section 7), taken apart but not verified. It is read strictly:
/// what lies outside of the signed text, or could be read in two ways, makes the file malformed.
/// </summary>
/// <param name="Payload">The text without dash escapes and trailing blanks; every line ends in LF.</param>
/// <param name="SignedBytes">The text as signatures cover it: lines joined by CRLF, without the last line end.</param>
/// <param name="SignatureBlock">The armored signatures, from their first line to their last.</param>
internal sealed record ClearSignedMessage(
    ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> SignedBytes, ReadOnlyMemory<byte> SignatureBlock)
{
    private static ReadOnlySpan<byte> BeginMessage => "-----BEGIN PGP SIGNED MESSAGE-----"u8;

    private static ReadOnlySpan<byte> BeginSignature => "-----BEGIN PGP SIGNATURE-----"u8;

    private static ReadOnlySpan<byte> EndSignature => "-----END PGP SIGNATURE-----"u8;

    /// <summary>Takes a clear-signed file apart.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="MirrorException">The file is not clear-signed, or malformed.</exception>
    public static ClearSignedMessage Parse(ReadOnlyMemory<byte> file, string name)
    {
        if (file.Span.IndexOf(BeginMessage) < 0)
        {
            throw OpenPgpDiagnostics.NotSigned(name);
        }

        if (file.Span.Contains((byte)0))
        {
            throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it contains a NUL byte");
        }

        var lines = new Lines(file);
        if (!Armor.TrimEnd(lines.Next()!.Value.Span).SequenceEqual(BeginMessage))
        {
            throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it has text before the signed message");
        }

        ReadHeaders(ref lines, name);
        var payload = ReadText(ref lines, name, out var blockStart);
        var blockEnd = ReadSignatures(ref lines, name);
        return new ClearSignedMessage(payload, ClearSignedText.Canonical(payload), file[blockStart..blockEnd]);
    }

    private static void ReadHeaders(ref Lines lines, string name)
    {
        while (lines.Next() is { } line)
        {
            if (line.IsEmpty)
            {
                return;
            }

            // Anything else could pass for signed text in a more lenient reader (section 7 allows only Hash).
            if (!line.Span.StartsWith("Hash: "u8)
                || line.Span[6..].ContainsAnyExcept(HashCharacters))
            {
                throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it has a header other than Hash above the text");
            }
        }

        throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it ends within its headers");
    }

    private static ReadOnlyMemory<byte> ReadText(ref Lines lines, string name, out int blockStart)
    {
        var payload = new ArrayBufferWriter<byte>();
        while (true)
        {
            blockStart = lines.Position;
            var line = (lines.Next() ?? throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it has no signature block")).Span;
            if (line.StartsWith("-"u8))
            {
                if (Armor.TrimEnd(line).SequenceEqual(BeginSignature))
                {
                    return payload.WrittenMemory;
                }

                line = line.StartsWith("- "u8) ? line[2..] : throw OpenPgpDiagnostics.ClearSignedMalformed(name, "a line begins with an unescaped dash");
            }

            // Some readers end a line at a lone carriage return, others do not.
            var text = line.TrimEnd(" \t"u8);
            if (text.Contains((byte)'\r'))
            {
                throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it has a carriage return within a line");
            }

            payload.Write(text);
            payload.Write("\n"u8);
        }
    }

    private static int ReadSignatures(ref Lines lines, string name)
    {
        var end = -1;
        while (lines.Next() is { } line)
        {
            var content = Armor.TrimEnd(line.Span);
            if (end >= 0 && !content.IsEmpty)
            {
                throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it has text after the signature block");
            }

            if (content.SequenceEqual(EndSignature))
            {
                end = lines.Position;
            }
            else if (content.StartsWith("-"u8))
            {
                throw OpenPgpDiagnostics.ClearSignedMalformed(name, "it has something else within the signature block");
            }
        }

        return end >= 0 ? end : throw OpenPgpDiagnostics.ClearSignedMalformed(name, "its signature block does not end");
    }

    private static readonly SearchValues<byte> HashCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/, "u8);
}
