using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The content of a state's files, which is in the store; it also keeps what is made for another state.</summary>
/// <param name="files">The state's files.</param>
/// <param name="layout">The store.</param>
/// <param name="blobs">Opens the store's content, where something is kept.</param>
internal sealed class StoredContent(StoredFiles files, StoreLayout layout, Lazy<BlobStore> blobs) : IArtifactSource
{
    /// <summary>A state with its content, as a format reads it.</summary>
    public static StoredState StateOf(GenerationId generation, GenerationStore generations, StoreLayout layout, Lazy<BlobStore> blobs)
    {
        var files = new StoredFiles(generations, generation);
        return new StoredState(() => files.Metadata, files.Find, new StoredContent(files, layout, blobs));
    }

    /// <inheritdoc/>
    public Task<FetchedArtifact?> FetchAsync(PlanEntry entry, CancellationToken cancellation) => Task.FromResult(Find(entry, cancellation));

    /// <inheritdoc/>
    public FetchedArtifact? Find(PlanEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return files.Find(entry.Path) is { } file ? new FetchedArtifact(layout.Blob(file.Sha256!.Value), file.Sha256!.Value, file.Size!.Value) : null;
    }

    /// <inheritdoc/>
    public Task<FetchedArtifact> ImportAsync(string file, CancellationToken cancellation)
    {
        var (digest, size) = blobs.Value.Import(file, cancellation);
        return Task.FromResult(new FetchedArtifact(blobs.Value.PathOf(digest), digest, size));
    }

    /// <inheritdoc/>
    public Task<FetchedArtifact> ImportAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var digest = blobs.Value.Import(content, cancellation);
        return Task.FromResult(new FetchedArtifact(blobs.Value.PathOf(digest), digest, content.Length));
    }
}
