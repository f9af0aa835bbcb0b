using System.Buffers;
using System.Security.Cryptography;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// The blobs: content kept once, named by its SHA-256, read-only. A blob appears by rename after its digest was computed,
/// and never changes; one that did is damaged, is set aside, and counts as absent.
/// </summary>
internal sealed class BlobStore
{
    /// <summary>The beginning of the names of files that are not blobs yet; those that a killed run left are garbage.</summary>
    internal const string TemporaryPrefix = "new.";

    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly StoreLayout _layout;
    private readonly StoreIndex _index;
    private readonly ILog _log;
    private readonly bool[] _directories = new bool[256];

    // No other store has it, on whatever machine: temporary files of several never meet.
    private readonly string _name = Guid.NewGuid().ToString("N");
    private long _temporaries;

    /// <param name="layout">Where the blobs lie.</param>
    /// <param name="index">The hash cache.</param>
    /// <param name="trustsHashCache">false: every blob is read before it is used, whatever the cache says.</param>
    /// <param name="log">Where damage is told.</param>
    public BlobStore(StoreLayout layout, StoreIndex index, bool trustsHashCache, ILog log)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        _index = index;
        _log = log;
        TrustsHashCache = trustsHashCache;
        _ = layout.Initialize(log);
    }

    /// <summary>The store's root directory.</summary>
    public string Root => _layout.StoreRoot;

    private bool TrustsHashCache { get; }

    /// <summary>The file of a blob, whether it is there or not.</summary>
    public string PathOf(Sha256Digest digest) => _layout.Blob(digest);

    /// <summary>The size of a blob that is there, with the size that is expected if one is; else null. Nothing is read.</summary>
    public long? Find(Sha256Digest digest, long? size = null) =>
        FileIdentity.Of(PathOf(digest)) is { Kind: FileKind.File } found && (size is null || size == found.Size) ? found.Size : null;

    /// <summary>
    /// The size of a blob that is there and whole, else null. It is read only if the hash cache does not know it.
    /// </summary>
    public long? Verified(Sha256Digest digest, long? size, CancellationToken cancellation)
    {
        var path = PathOf(digest);
        if (FileIdentity.Of(path) is not { } identity)
        {
            return null;
        }

        if (TrustsHashCache && identity.Kind == FileKind.File && (size is null || size == identity.Size) && _index.Blobs.Vouches(digest, identity))
        {
            return identity.Size;
        }

        if (identity.Kind == FileKind.File && Hash(path, cancellation) == digest)
        {
            _index.Blobs.Record(digest, identity);

            // The content is what the digest says, so it is the expected size that lies.
            return size is null || size == identity.Size ? identity.Size : null;
        }

        _log.Warning(StoreDiagnostics.BlobDamaged(path));
        File.Delete(path);
        _index.ForgetBlob(digest);
        return null;
    }

    /// <summary>Puts a complete, verified file into the store by rename, as the blob of a digest.</summary>
    public void Commit(string file, Sha256Digest digest)
    {
        var path = PathOf(digest);
        EnsureDirectory(digest);
        File.SetUnixFileMode(file, ReadOnly);
        Posix.Rename(file, path);
        _index.Blobs.Record(digest, FileIdentity.Of(path) ?? throw new FileNotFoundException($"'{path}' vanished while it was stored."));
    }

    /// <summary>Copies a local file into the store, and says what it is.</summary>
    public (Sha256Digest Digest, long Size) Import(string file, CancellationToken cancellation)
    {
        var digest = Hash(file, cancellation);
        var size = new FileInfo(file).Length;
        if (Verified(digest, size, cancellation) is null)
        {
            var temporary = NewTemporary(digest);
            File.Copy(file, temporary, overwrite: true);
            if (Hash(temporary, cancellation) != digest)
            {
                throw new IOException($"'{file}' changed while it was copied into the store.");
            }

            Commit(temporary, digest);
        }

        return (digest, size);
    }

    /// <summary>Puts a content into the store, and says what it is.</summary>
    public Sha256Digest Import(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var digest = new Sha256Digest(SHA256.HashData(content.Span));
        if (Verified(digest, content.Length, cancellation) is null)
        {
            Add(content.Span, digest, modified: null);
        }

        return digest;
    }

    /// <summary>Puts a content whose digest was computed into the store.</summary>
    /// <param name="content">The content.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="modified">When upstream says it was last modified; null: now.</param>
    public void Add(ReadOnlySpan<byte> content, Sha256Digest digest, DateTimeOffset? modified)
    {
        var temporary = NewTemporary(digest);
        try
        {
            var identity = Posix.WriteNew(temporary, content, modified, ReadOnly);
            Posix.Rename(temporary, PathOf(digest));
            _index.Blobs.Record(digest, identity);
        }
        catch (IOException)
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes every blob committed so far survive a loss of power: one flush of the file system.</summary>
    public void Flush() => _layout.Durability.FlushFileSystem(_layout.StoreRoot);

    /// <summary>Reads a file and computes its SHA-256.</summary>
    internal static Sha256Digest Hash(string file, CancellationToken cancellation)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            long at = 0;
            int read;
            while ((read = RandomAccess.Read(handle, buffer, at)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                at += read;
            }

            return new Sha256Digest(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// A file for content that will be committed; no other one has its name. It lies beside the blob that it will be: a rename from elsewhere
    /// would wait for every other one.
    /// </summary>
    public string NewTemporary(Sha256Digest digest)
    {
        EnsureDirectory(digest);
        return Path.Combine(Path.GetDirectoryName(PathOf(digest))!, $"{TemporaryPrefix}{_name}.{Interlocked.Increment(ref _temporaries):x}");
    }

    /// <summary>Writes content to a file of <see cref="NewTemporary"/>.</summary>
    public static void WriteTemporary(string file, ReadOnlySpan<byte> content)
    {
        using var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write, FileShare.None);
        RandomAccess.Write(handle, content, 0);
    }

    private void EnsureDirectory(Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Sha256Digest.Length];
        digest.CopyTo(bytes);
        if (!Volatile.Read(ref _directories[bytes[0]]))
        {
            // Published symbolic links lead here.
            ServedDirectory.Create(Path.GetDirectoryName(PathOf(digest))!, ServedDirectory.DefaultMode);
            Volatile.Write(ref _directories[bytes[0]], true);
        }
    }
}
