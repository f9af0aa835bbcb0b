using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>A file with OpenPGP certificates, and which of its keys count.</summary>
/// <param name="Path">The file.</param>
/// <param name="Fingerprints">
/// Upper-case fingerprints (RFC 9580 section 5.5.4) that narrow the file to some of its keys; empty for all. A primary
/// key's fingerprint accepts its subkeys too; one that ends in <c>!</c> accepts exactly that key.
/// </param>
internal sealed record KeyringFile(string Path, IReadOnlyList<string> Fingerprints)
{
    private const int FingerprintLength = 40;

    // Of keys of version 6.
    private const int LongFingerprintLength = 64;
    private const int ShortestKeyId = 8;

    /// <summary>Reads a definition's list: entries separated by semicolons, each a path and perhaps fingerprints.</summary>
    /// <param name="signedBy">The list.</param>
    /// <param name="baseDirectory">Where relative paths start.</param>
    /// <exception cref="MirrorException">What stands in a fingerprint's place is a shorter number.</exception>
    public static IReadOnlyList<KeyringFile> ParseList(string signedBy, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(signedBy);
        return [.. signedBy
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(entry => ParseEntry(entry, baseDirectory))];
    }

    private static KeyringFile ParseEntry(string entry, string baseDirectory)
    {
        // Read from the end, because a path may contain blanks.
        var fingerprints = new List<string>();
        var path = entry;
        while (path.LastIndexOfAny([' ', '\t', '\r', '\n']) is > 0 and var blank
            && TryReadFingerprint(path[(blank + 1)..], entry) is { } fingerprint)
        {
            fingerprints.Insert(0, fingerprint);
            path = path[..blank].TrimEnd();
        }

        return new KeyringFile(System.IO.Path.GetFullPath(path, baseDirectory), fingerprints);
    }

    private static string? TryReadFingerprint(string word, string entry)
    {
        var digits = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? word[2..] : word;
        digits = digits.EndsWith('!') ? digits[..^1] : digits;
        if (digits.Length < ShortestKeyId || !digits.All(char.IsAsciiHexDigit))
        {
            return null;
        }

        // Key IDs can be forged: a second key with the same one costs seconds.
        return digits.Length is FingerprintLength or LongFingerprintLength
            ? digits.ToUpperInvariant() + (word.EndsWith('!') ? "!" : "")
            : throw OpenPgpDiagnostics.FingerprintInvalid(word, entry, FingerprintLength);
    }
}
