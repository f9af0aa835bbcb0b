using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// A run of a state's lines, kept once however many generations have it. Where one begins depends on paths alone, so that a change touches
/// the shard that it falls into, and the others stay what they are.
/// </summary>
/// <param name="First">The path of its first line.</param>
/// <param name="Digest">Its name: the SHA-256 of its text.</param>
/// <param name="Files">Its lines.</param>
/// <param name="Bytes">Their files' bytes together.</param>
/// <param name="Packages">Packages among them, of sources too.</param>
internal sealed record Shard(string First, Sha256Digest Digest, long Files, long Bytes, long Packages)
{
    /// <summary>Longest text that is gone on with: the next line begins another shard wherever it is. A reader can hold a shard in memory.</summary>
    public const int MaxText = 1 << 20;

    /// <summary>The longest text: a line can be as long as a <see cref="LineReader"/> takes.</summary>
    public const int MaxLength = MaxText + (1 << 20) + 1;

    // One path in 512 begins a shard.
    private const int BoundaryBits = 9;

    /// <summary>Whether a shard begins at a path: the first nine bits of the SHA-256 of its UTF-8 bytes are zero.</summary>
    public static bool Begins(string path)
    {
        Span<byte> text = stackalloc byte[3 * ArtifactPath.MaxLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(text[..Encoding.UTF8.GetBytes(path, text)], hash);
        return (hash[0] << 8 | hash[1]) >> (16 - BoundaryBits) == 0;
    }

    /// <summary>Whether a file counts as a package.</summary>
    public static bool IsPackage(PlanEntry entry) => entry is { Role: FileRole.Package or FileRole.Source, Package: not null };
}
