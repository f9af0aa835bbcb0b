using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>Reads checksums in the words of RPM metadata.</summary>
internal static class RpmChecksum
{
    /// <summary>The checksum; null if the algorithm is unknown or the digits do not fit it.</summary>
    /// <param name="type">The algorithm: <c>sha256</c>, <c>sha512</c>, …; <c>sha</c> is SHA-1, as old repositories write it.</param>
    /// <param name="digits">The digest in hexadecimal digits.</param>
    public static Checksum? TryRead(string? type, string? digits) =>
        NameOf(type) is { } name && digits is not null && Checksum.TryParse($"{name}:{digits.Trim()}", out var checksum) ? checksum : null;

    // A list of its own: the type is upstream's text, and reaches no parser that understands more than these words.
    private static string? NameOf(string? type) => type?.Trim().ToLowerInvariant() switch
    {
        "sha" => "sha1",
        "md5" or "sha1" or "sha224" or "sha256" or "sha384" or "sha512" => type.Trim(),
        _ => null,
    };
}
