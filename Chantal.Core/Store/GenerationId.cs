using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Names a generation: the SHA-256 of its manifest's text.</summary>
/// <param name="Digest">The digest.</param>
internal readonly record struct GenerationId(Sha256Digest Digest)
{
    /// <summary>Reads 64 hexadecimal digits; anything else is null.</summary>
    public static GenerationId? TryParse(string? text) =>
        Sha256Digest.TryParse(text?.Trim(), out var digest) ? new GenerationId(digest) : null;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Digest.ToString();
}
