using Chantal.Plans;

namespace Chantal.Apk.Packages;

/// <summary>The checksum that an index gives of a package: <c>Q1</c> and the SHA-1 of its control segment, packed, in Base64 (<c>apk-v2(5)</c>).</summary>
internal static class ControlChecksum
{
    private const string Sha1 = "Q1";

    /// <summary>Reads the checksum; null if it is of another kind, or is not one.</summary>
    public static Checksum? Read(string text)
    {
        var digest = new byte[Checksum.SizeOf(HashKind.Sha1)];
        return text.StartsWith(Sha1, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Sha1.Length..], digest, out var length) && length == digest.Length
            ? new Checksum(HashKind.Sha1, Convert.ToHexStringLower(digest)) { IsOfControl = true }
            : null;
    }
}
