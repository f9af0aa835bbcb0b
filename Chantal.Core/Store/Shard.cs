using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// A run of a state's lines, kept once however many generations have it. One begins at each <see cref="ShardBoundary"/>.
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

    /// <summary>Whether a file counts as a package.</summary>
    public static bool IsPackage(PlanEntry entry) => entry is { Role: FileRole.Package or FileRole.Source, Package: not null };
}
