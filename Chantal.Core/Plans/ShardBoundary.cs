using System.Security.Cryptography;
using System.Text;

namespace Chantal.Plans;

/// <summary>
/// Where plans and states are cut into shards: it depends on a path alone, so that a change touches the shard that it falls into, and the
/// others stay what they are.
/// </summary>
internal static class ShardBoundary
{
    // One path in 512 begins a shard.
    private const int Bits = 9;

    /// <summary>Whether a shard begins at a path: the first nine bits of the SHA-256 of its UTF-8 bytes are zero.</summary>
    public static bool IsAt(string path)
    {
        Span<byte> text = stackalloc byte[3 * ArtifactPath.MaxLength];
        return IsAt(text[..Encoding.UTF8.GetBytes(path, text)]);
    }

    /// <inheritdoc cref="IsAt(string)"/>
    public static bool IsAt(ReadOnlySpan<byte> path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(path, hash);
        return (hash[0] << 8 | hash[1]) >> (16 - Bits) == 0;
    }
}
