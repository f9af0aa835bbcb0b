using System.Security.Cryptography;

namespace Chantal.Plans;

/// <summary>
/// Where plans and states are cut into shards: it depends on a path alone, so that a change touches the shard that it falls into, and the
/// others stay what they are.
/// </summary>
internal static class ShardBoundary
{
    // One path in 512 begins a shard.
    private const int Bits = 9;

    /// <summary>Whether a shard begins at a path, in UTF-8: the first nine bits of its SHA-256 are zero.</summary>
    public static bool IsAt(ReadOnlySpan<byte> path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(path, hash);
        return (hash[0] << 8 | hash[1]) >> (16 - Bits) == 0;
    }
}
