using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Bundles;

/// <summary>
/// The manifests of a volume while they are read and judged: aside, so that nothing of a bundle that is refused is among the imports. Those
/// that are right become an import by one rename.
/// </summary>
internal sealed class StagedImport : IDisposable
{
    private const int BufferSize = 1 << 17;

    private readonly StoreLayout _layout;
    private readonly BundleHeader _header;
    private readonly string _staging;
    private readonly BundledManifest _judge;
    private readonly Dictionary<Sha256Digest, Shard> _named = [];

    /// <param name="layout">The store.</param>
    /// <param name="header">The bundle's header.</param>
    public StagedImport(StoreLayout layout, BundleHeader header)
    {
        _layout = layout;
        _header = header;
        _staging = PendingImports.NewTemporary(layout);
        Directory.CreateDirectory(_staging);
        _judge = new BundledManifest(new GenerationStore(layout, _staging));
    }

    /// <summary>The contents that the manifests name, as far as their shards are here, with their sizes.</summary>
    public Dictionary<Sha256Digest, long> Blobs => _judge.Blobs;

    /// <summary>Takes a manifest.</summary>
    /// <param name="state">The state that it is said to be.</param>
    /// <param name="content">The manifest.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What is wrong with it, as <see cref="BundledManifest"/> says it; null: nothing is.</returns>
    public string? AddManifest(Ref state, Stream content, long length, CancellationToken cancellation)
    {
        if (length > BundledManifest.MaxLength)
        {
            return "is longer than any real one";
        }

        var path = GenerationStore.Aside(_staging, state.Target);
        if (Copy(content, path, cancellation) != length)
        {
            return "is cut off";
        }

        var fault = BundledManifest.ListFault(path, state, out var list, cancellation);
        (list?.Shards ?? []).ToList().ForEach(s => _named[s.Digest] = s);
        return fault;
    }

    /// <summary>Takes a shard, if a manifest names it.</summary>
    /// <param name="digest">Its name.</param>
    /// <param name="content">The shard, as the store keeps it.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Whether it was taken.</returns>
    public bool AddShard(Sha256Digest digest, Stream content, long length, CancellationToken cancellation) =>
        length <= Shard.MaxLength && _named.ContainsKey(digest) && Copy(content, ShardStore.Aside(_staging, digest), cancellation) == length;

    /// <summary>Judges the manifests, with the shards that are here.</summary>
    /// <returns>What is wrong with one; null: nothing is.</returns>
    public string? Fault(CancellationToken cancellation) => _header.States.Select(s => s.Snapshot).DistinctBy(s => s.Target)
        .Select(s => _judge.Fault(GenerationStore.Aside(_staging, s.Target), s, cancellation) is { } fault ? $"its manifest {s.Target} {fault}" : null)
        .FirstOrDefault(f => f is not null);

    /// <summary>Begins the import, or continues it if an earlier volume began it.</summary>
    /// <returns>The import, and whether it is new.</returns>
    public (PendingImport Import, bool IsNew) Keep()
    {
        Write(Path.Combine(_staging, BundleHeader.FileName), stream => stream.Write(_header.ToBytes()));
        var directory = Path.Combine(_layout.Imports, _header.Id);
        if (!Directory.Exists(directory))
        {
            DirectoryTree.Move(_staging, directory);
            _layout.Durability.FlushDirectory(_layout.Imports);
            return (PendingImport.Of(_layout, _header), true);
        }

        // The same files, unless something has damaged those that are there.
        foreach (var file in Directory.EnumerateFiles(_staging))
        {
            File.Move(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
        }

        _layout.Durability.FlushDirectory(directory);
        return (PendingImport.Of(_layout, _header), false);
    }

    /// <summary>Removes what was not kept.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_staging))
        {
            Directory.Delete(_staging, recursive: true);
        }
    }

    private static long Copy(Stream content, string path, CancellationToken cancellation)
    {
        long written = 0;
        Write(path, target =>
        {
            var buffer = new byte[BufferSize];
            for (int read; (read = content.Read(buffer)) > 0; written += read)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(buffer.AsSpan(0, read));
            }
        });
        return written;
    }

    private static void Write(string path, Action<Stream> content)
    {
        using var stream = new FileStream(path, FileMode.Create);
        content(stream);
        stream.Flush(flushToDisk: true);
    }
}
