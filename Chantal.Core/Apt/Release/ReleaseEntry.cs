using Chantal.Content;
using Chantal.Plans;

namespace Chantal.Apt.Release;

/// <summary>A file that a Release lists.</summary>
/// <param name="Path">Relative to the suite's directory, without a leading <c>./</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Checksums">One for each section that lists the file, weakest first.</param>
internal sealed record ReleaseEntry(string Path, long Size, IReadOnlyList<Checksum> Checksums)
{
    /// <summary>The SHA-256, if it is listed.</summary>
    public Sha256Digest? Sha256 { get; } =
        Checksums.FirstOrDefault(c => c.Kind == HashKind.Sha256) is { Hex: { } hex } ? Sha256Digest.Parse(hex) : null;

    /// <summary>The strongest checksum, if SHA-256 is not listed.</summary>
    public Checksum? OtherChecksum { get; } = Checksums.Any(c => c.Kind == HashKind.Sha256) ? null : Checksums[^1];

    /// <summary>Whether a checksum is listed that can still be relied on.</summary>
    public bool IsVerifiable => OtherChecksum is not { IsWeak: true };

    /// <summary>What a file that unpacks to this one has to come to.</summary>
    public UnpackedContent ToContent() =>
        new(Size, Sha256 is { } sha256 ? new Checksum(HashKind.Sha256, sha256.ToString()) : OtherChecksum);
}
