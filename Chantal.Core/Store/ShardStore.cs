using System.Security.Cryptography;
using Chantal.Plans;
using ZstdSharp;

namespace Chantal.Store;

/// <summary>The shards, each compressed in a file that its digest names. What is read is held against that name, so a damaged one is never taken for whole.</summary>
/// <param name="layout">The store.</param>
/// <param name="aside">A directory that is looked into first; null: none.</param>
internal sealed class ShardStore(StoreLayout layout, string? aside = null)
{
    // Shards are read far more often than they are written, but at 60,000 lines a higher level would cost more than it saves.
    internal const int CompressionLevel = 3;

    /// <summary>Where a shard lies.</summary>
    public string PathOf(Sha256Digest digest) =>
        aside is not null && Aside(aside, digest) is var path && File.Exists(path) ? path : layout.Shard(digest);

    /// <summary>How the name of a shard ends in a directory that is not a store.</summary>
    public const string AsideSuffix = ".shard.zst";

    /// <summary>Where a directory that is not a store has a shard.</summary>
    public static string Aside(string directory, Sha256Digest digest) => Path.Combine(directory, digest + AsideSuffix);

    /// <summary>Keeps a text, unless it is there and whole, and names it. It outlasts a loss of power when the file system was flushed.</summary>
    public Sha256Digest Add(ReadOnlySpan<byte> text)
    {
        var digest = new Sha256Digest(SHA256.HashData(text));
        var path = layout.Shard(digest);
        if (!IsWhole(path, digest))
        {
            using var compressor = new Compressor(CompressionLevel);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{BlobStore.TemporaryPrefix}{digest}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}");
            File.WriteAllBytes(temporary, compressor.Wrap(text));
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Posix.Rename(temporary, path);
        }

        return digest;
    }

    /// <summary>A shard's text, or throws.</summary>
    public Stream Open(Sha256Digest digest)
    {
        var path = PathOf(digest);
        var (text, fault) = Read(path);
        return fault is null && new Sha256Digest(SHA256.HashData(text)) == digest
            ? new MemoryStream(text.Array!, text.Offset, text.Count, writable: false)
            : throw StoreDiagnostics.ShardUnreadable(path, fault ?? "its content does not have the checksum that is its name");
    }

    private static bool IsWhole(string path, Sha256Digest digest) =>
        File.Exists(path) && Read(path) is (var text, null) && new Sha256Digest(SHA256.HashData(text)) == digest;

    private static (ArraySegment<byte> Text, string? Fault) Read(string path)
    {
        try
        {
            using var stream = new DecompressionStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), leaveOpen: false);
            var buffer = new byte[128 * 1024];
            var length = 0;
            for (int read; (read = stream.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                length += read;
                if (length > Shard.MaxLength)
                {
                    return (ArraySegment<byte>.Empty, "it is longer than a shard can be");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * buffer.Length);
                }
            }

            return (new ArraySegment<byte>(buffer, 0, length), null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (ArraySegment<byte>.Empty, "it is missing");
        }
        catch (Exception exception) when (exception is ZstdException or EndOfStreamException)
        {
            return (ArraySegment<byte>.Empty, exception.Message);
        }
    }
}
