using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>
/// A text in the cleartext signature framework (RFC 9580 §7), taken apart but not verified. The file holds one such
/// message and nothing else: what stands before or after it is signed by nobody, and has fooled readers before.
/// </summary>
/// <param name="Payload">The text, its dashes unescaped, lines ended by LF.</param>
/// <param name="SignedBytes">What the signatures are over (§7.2): lines without trailing blanks, separated by CR LF.</param>
/// <param name="SignatureBlock">The armored signatures.</param>
public sealed record ClearSignedMessage(ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> SignedBytes, ReadOnlyMemory<byte> SignatureBlock)
{
    /// <summary>Longest signature block, in bytes.</summary>
    public const int MaxSignatureLength = 1 << 20;

    private static ReadOnlySpan<byte> Begin => "-----BEGIN PGP SIGNED MESSAGE-----"u8;

    private static ReadOnlySpan<byte> BeginSignature => "-----BEGIN PGP SIGNATURE-----"u8;

    private static ReadOnlySpan<byte> EndSignature => "-----END PGP SIGNATURE-----"u8;

    /// <summary>Takes a file apart, or throws <see cref="DiagnosticCodes.ClearSignedMalformed"/>.</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="name">What errors call it.</param>
    public static ClearSignedMessage Parse(ReadOnlyMemory<byte> file, string name)
    {
        var bytes = file.Span;
        if (bytes.Contains((byte)0))
        {
            throw Malformed(name, "it contains a NUL");
        }

        var at = 0;
        if (!TrimEnd(NextLine(bytes, ref at)).SequenceEqual(Begin))
        {
            throw Malformed(name, "it does not begin with a signed message");
        }

        SkipHeaders(bytes, ref at, name);
        var payload = new MemoryStream(bytes.Length);
        var signed = new MemoryStream(bytes.Length + 1024);
        ReadText(bytes, ref at, payload, signed, name);
        var signatureStart = at;
        var signatureEnd = SkipSignature(bytes, ref at, name);
        if (!TrimEnd(bytes[at..]).IsEmpty)
        {
            throw Malformed(name, "text follows the signed message");
        }

        return new ClearSignedMessage(payload.ToArray(), signed.ToArray(), file[signatureStart..signatureEnd]);
    }

    // Only Hash may stand there; any other header would be text that a reader sees and no signature covers.
    private static void SkipHeaders(ReadOnlySpan<byte> bytes, ref int at, string name)
    {
        while (at < bytes.Length)
        {
            var line = TrimEnd(NextLine(bytes, ref at));
            if (line.IsEmpty)
            {
                return;
            }

            if (!line.StartsWith("Hash: "u8))
            {
                throw Malformed(name, "a header other than Hash precedes its text");
            }
        }

        throw Malformed(name, "it has no text");
    }

    private static void ReadText(ReadOnlySpan<byte> bytes, ref int at, MemoryStream payload, MemoryStream signed, string name)
    {
        var first = true;
        while (at < bytes.Length)
        {
            var start = at;
            var line = NextLine(bytes, ref at);
            if (line.StartsWith("-"u8) && !line.StartsWith("- "u8))
            {
                if (!TrimEnd(line).SequenceEqual(BeginSignature))
                {
                    throw Malformed(name, "a line of its text begins with an unescaped dash");
                }

                at = start;
                return;
            }

            line = line.StartsWith("- "u8) ? line[2..] : line;
            if (!first)
            {
                signed.Write("\r\n"u8);
            }

            first = false;
            signed.Write(TrimEnd(line));
            payload.Write(line.EndsWith("\r"u8) ? line[..^1] : line);
            payload.WriteByte((byte)'\n');
        }

        throw Malformed(name, "it has no signature");
    }

    // Where the last signature block ends. Several may follow each other.
    private static int SkipSignature(ReadOnlySpan<byte> bytes, ref int at, string name)
    {
        var start = at;
        var inside = false;
        var end = at;
        while (at < bytes.Length)
        {
            var lineStart = at;
            var line = TrimEnd(NextLine(bytes, ref at));
            if (!inside && line.SequenceEqual(BeginSignature))
            {
                inside = true;
            }
            else if (inside && line.SequenceEqual(EndSignature))
            {
                inside = false;
                end = at;
            }
            else if (!inside && !line.IsEmpty)
            {
                at = lineStart;
                break;
            }
        }

        return inside || end - start > MaxSignatureLength ? throw Malformed(name, "its signature does not end") : end;
    }

    private static ReadOnlySpan<byte> NextLine(ReadOnlySpan<byte> bytes, ref int at)
    {
        var rest = bytes[at..];
        var length = rest.IndexOf((byte)'\n');
        at += length < 0 ? rest.Length : length + 1;
        return length < 0 ? rest : rest[..length];
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r\n"u8);

    private static MirrorException Malformed(string name, string why) =>
        new(DiagnosticCodes.ClearSignedMalformed, $"'{name}' is not one whole clear-signed message: {why}. Nothing of it is taken; report it to whoever runs the upstream, or look for a portal between you and it.");
}
