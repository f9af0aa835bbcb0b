using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>A state of <c>repomd.xml</c> that a metalink lists with its checksums.</summary>
/// <param name="Timestamp">When it was made, or null.</param>
/// <param name="Size">Bytes, or null.</param>
/// <param name="Checksums">Its checksums, in the order in which they are stated.</param>
internal sealed record RepomdVersion(DateTimeOffset? Timestamp, long? Size, IReadOnlyList<Checksum> Checksums)
{
    /// <summary>The checksum that decides; null where only broken ones (MD5, SHA-1) are stated.</summary>
    public Checksum? Strongest => Checksums.Where(c => c.Kind >= HashKind.Sha256).OrderByDescending(c => c.Kind).Cast<Checksum?>().FirstOrDefault();

    /// <summary>Whether the content is this state: its size and its strongest checksum say so.</summary>
    public bool Fits(ReadOnlySpan<byte> content)
    {
        if (Strongest is not { } checksum || (Size is { } size && size != content.Length))
        {
            return false;
        }

        using var running = new RunningChecksum(checksum.Kind);
        running.Append(content);
        return running.Finish() == checksum;
    }
}
