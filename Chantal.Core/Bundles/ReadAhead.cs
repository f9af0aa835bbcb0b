using System.Security.Cryptography;
using Chantal.Plans;

namespace Chantal.Bundles;

/// <summary>Reads and checks small blobs on other cores ahead of who writes them, and hands them on in order.</summary>
/// <param name="read">Reads a blob's content, whatever it is by now.</param>
/// <param name="refuse">The error for a blob that is not what its name says.</param>
internal sealed class ReadAhead(Func<Sha256Digest, byte[]> read, Func<Sha256Digest, Exception> refuse)
{
    /// <summary>Bytes up to which a blob is held in memory as a whole.</summary>
    public const int MaxSmall = 1 << 20;

    private const int Depth = 32;

    /// <summary>The blobs in their order, small ones with their content; large ones are left to the caller.</summary>
    public IEnumerable<(Sha256Digest Digest, long Size, byte[]? Content)> Read(IEnumerable<(Sha256Digest Digest, long Size)> blobs)
    {
        var running = new Queue<(Sha256Digest Digest, long Size, Task<byte[]>? Content)>(Depth);
        foreach (var (digest, size) in blobs)
        {
            running.Enqueue((digest, size, size <= MaxSmall ? Task.Run(() => ReadWhole(digest)) : null));
            if (running.Count == Depth)
            {
                yield return Next();
            }
        }

        while (running.Count > 0)
        {
            yield return Next();
        }

        (Sha256Digest Digest, long Size, byte[]? Content) Next()
        {
            var (digest, size, content) = running.Dequeue();
            return (digest, size, content?.GetAwaiter().GetResult());
        }
    }

    private byte[] ReadWhole(Sha256Digest digest)
    {
        var content = read(digest);
        return new Sha256Digest(SHA256.HashData(content)) == digest ? content : throw refuse(digest);
    }
}
