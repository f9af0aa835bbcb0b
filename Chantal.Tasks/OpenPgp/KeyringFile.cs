using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>A file with OpenPGP certificates, as a definition's <c>SignedBy</c> names it.</summary>
/// <param name="Path">The file, armored or binary.</param>
/// <param name="Fingerprints">
/// Fingerprints that narrow it, in upper-case hexadecimal digits; none: every key of the file. One of a primary key
/// accepts its subkeys too, unless an exclamation mark follows it.
/// </param>
public sealed record KeyringFile(string Path, IReadOnlyList<string> Fingerprints)
{
    /// <summary>Reads <c>a.gpg;b.asc FINGERPRINT FINGERPRINT!</c>. Relative paths start at a directory.</summary>
    public static IReadOnlyList<KeyringFile> ParseList(string signedBy, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(signedBy);
        return
        [
            .. signedBy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .Select(words => new KeyringFile(
                    System.IO.Path.GetFullPath(words[0], baseDirectory),
                    [.. words.Skip(1).Select(word => Fingerprint(word, words[0]))])),
        ];
    }

    private static string Fingerprint(string word, string file)
    {
        var digits = word.EndsWith('!') ? word[..^1] : word;
        return digits.Length is 40 or 64 && digits.All(char.IsAsciiHexDigit)
            ? word.ToUpperInvariant()
            : throw new MirrorException(
                DiagnosticCodes.FingerprintInvalid,
                $"SignedBy has '{word}' after '{file}'; write a whole fingerprint there, 40 or 64 hexadecimal digits without blanks.");
    }
}
