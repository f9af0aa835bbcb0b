namespace Chantal.Plans;

/// <summary>The digest algorithms that repository metadata uses.</summary>
internal enum HashKind
{
    /// <summary>MD5: broken, never sufficient.</summary>
    Md5,

    /// <summary>SHA-1: broken, never sufficient by itself.</summary>
    Sha1,

    /// <summary>SHA-224.</summary>
    Sha224,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-384.</summary>
    Sha384,

    /// <summary>SHA-512.</summary>
    Sha512,
}

/// <summary>A digest of any kind, as upstream metadata states it.</summary>
/// <param name="Kind">The algorithm.</param>
/// <param name="Hex">The digest in lower-case hexadecimal digits.</param>
internal readonly record struct Checksum(HashKind Kind, string Hex)
{
    private const string Control = "control-";

    /// <summary>
    /// Whether it is that of a package's control segment, as an index of Alpine states it, and not that of the file: only the format's own check can compare it.
    /// </summary>
    public bool IsOfControl { get; init; }

    /// <summary><c>sha512:abc…</c> or <c>control-sha1:abc…</c>, the form plans and manifests hold.</summary>
    public override string ToString() => $"{(IsOfControl ? Control : "")}{Kind.ToString().ToLowerInvariant()}:{Hex}";

    /// <summary>Reads what plans and manifests hold.</summary>
    public static bool TryParseHeld(string text, out Checksum checksum)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isOfControl = text.StartsWith(Control, StringComparison.Ordinal);
        if (!TryParse(isOfControl ? text[Control.Length..] : text, out checksum))
        {
            return false;
        }

        checksum = checksum with { IsOfControl = isOfControl };
        return true;
    }

    /// <summary>Reads <c>sha512:abc…</c>, as others write it too; false when the algorithm is unknown or the digits do not fit it.</summary>
    public static bool TryParse(string text, out Checksum checksum)
    {
        ArgumentNullException.ThrowIfNull(text);
        checksum = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        // Enum.TryParse would take numbers and lists of names too.
        if (colon < 0 || !char.IsAsciiLetter(text[0]) || text.AsSpan(0, colon).Contains(',') || !Enum.TryParse<HashKind>(text[..colon], ignoreCase: true, out var kind))
        {
            return false;
        }

        var hex = text[(colon + 1)..].ToLowerInvariant();
        if (hex.Length != 2 * SizeOf(kind) || !hex.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        checksum = new Checksum(kind, hex);
        return true;
    }

    /// <summary>Whether files with this digest can be forged: it is accepted only where a definition says so.</summary>
    public bool IsWeak => Kind <= HashKind.Sha1;

    /// <summary>Bytes in a digest of the kind.</summary>
    public static int SizeOf(HashKind kind) => kind switch
    {
        HashKind.Md5 => 16,
        HashKind.Sha1 => 20,
        HashKind.Sha224 => 28,
        HashKind.Sha256 => 32,
        HashKind.Sha384 => 48,
        HashKind.Sha512 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
