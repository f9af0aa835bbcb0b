using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Chantal.Files.Signing;

/// <summary>A signature of minisign: over the file (<c>Ed</c>) or over its BLAKE2b digest (<c>ED</c>), and one more over the first and the trusted comment.</summary>
/// <param name="KeyId">The number of the key.</param>
/// <param name="IsOfDigest">Whether the digest was signed.</param>
/// <param name="Signature">The signature.</param>
/// <param name="TrustedComment">What the signer says of it.</param>
/// <param name="GlobalSignature">The signature of the signature and the comment.</param>
internal sealed partial record MinisignSignature(string KeyId, bool IsOfDigest, byte[] Signature, string TrustedComment, byte[] GlobalSignature)
{
    /// <summary>How the first line of signatures and keys begins.</summary>
    public const string Untrusted = "untrusted comment:";

    private const string Trusted = "trusted comment: ";
    private const int IdLength = 8;
    private const int SignatureLength = 64;

    /// <summary>Whether a file is a signature of minisign, rather than one of OpenPGP.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("untrusted comment:"u8);

    /// <summary>Reads a signature.</summary>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static MinisignSignature Read(ReadOnlySpan<byte> file)
    {
        var lines = Encoding.UTF8.GetString(file).TrimEnd('\n', '\r').Split('\n');
        return lines.Length == 4 && lines[2].StartsWith(Trusted, StringComparison.Ordinal)
            && Decode(lines[1].Trim(), 2 + IdLength + SignatureLength) is [(byte)'E', var form and ((byte)'d' or (byte)'D'), .. var rest]
            && Decode(lines[3].Trim(), SignatureLength) is { } global
            ? new MinisignSignature(MinisignKey.NameOf(rest.AsSpan(0, IdLength)), form == 'D', rest[IdLength..], lines[2][Trusted.Length..].TrimEnd('\r'), global)
            : throw new InvalidDataException("it does not have the four lines of a minisign signature");
    }

    /// <summary>When it was made, as the trusted comment says; null: it does not.</summary>
    public DateTimeOffset? Date =>
        Timestamp().Match(TrustedComment) is { Success: true } match && long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>What the second signature is over.</summary>
    public byte[] Signed => [.. Signature, .. Encoding.UTF8.GetBytes(TrustedComment)];

    /// <summary>Bytes in base64; null if they are not so many.</summary>
    internal static byte[]? Decode(string text, int length)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == length ? bytes[..length] : null;
    }

    [GeneratedRegex(@"(?:^|[\s])timestamp:([0-9]{1,18})(?:$|\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
