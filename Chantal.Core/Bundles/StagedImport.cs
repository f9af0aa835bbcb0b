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

    /// <param name="layout">The store.</param>
    /// <param name="header">The bundle's header.</param>
    public StagedImport(StoreLayout layout, BundleHeader header)
    {
        _layout = layout;
        _header = header;
        _staging = PendingImports.NewTemporary(layout);
        Directory.CreateDirectory(_staging);
    }

    /// <summary>The contents that the manifests name, with their sizes.</summary>
    public Dictionary<Sha256Digest, long> Blobs { get; } = [];

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

        var path = PendingImport.ManifestFile(_staging, state.Target);
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
        return written == length ? BundledManifest.Fault(path, state, Blobs, cancellation) : "is cut off";
    }

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

    private static void Write(string path, Action<Stream> content)
    {
        using var stream = new FileStream(path, FileMode.Create);
        content(stream);
        stream.Flush(flushToDisk: true);
    }
}
