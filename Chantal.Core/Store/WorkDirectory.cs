namespace Chantal.Store;

/// <summary>
/// A directory of the store in which a verb makes files before the store keeps them. It is gone when the verb is done; that of a killed run is removed by the
/// collection, which has the store alone. Whoever makes one shares the store's content.
/// </summary>
internal sealed class WorkDirectory : IDisposable
{
    /// <param name="layout">The store.</param>
    public WorkDirectory(StoreLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Path = System.IO.Path.Combine(layout.Work, $"{BlobStore.TemporaryPrefix}{Environment.ProcessId}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => DirectoryTree.Delete(Path);
}
