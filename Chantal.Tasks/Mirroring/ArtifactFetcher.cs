using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>Brings one file into the store: found there by its checksum, or downloaded, verified and committed.</summary>
public sealed class ArtifactFetcher(
    BlobStore blobs, StoreIndex index, HttpTransfer transfer, UpstreamMap upstreams, string partialDirectory) : IArtifactSource
{
    private readonly Lazy<string> _partialDirectory = new(() => Directory.CreateDirectory(partialDirectory).FullName);

    /// <summary>
    /// The blob with the content that an entry states, if the store has it and trusts it.
    /// </summary>
    public FetchedArtifact? Find(PlanEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var digest = entry.Sha256 ?? (entry.Checksum is { } checksum ? index.FindByChecksum(checksum) : null);
        return digest is { } sha256 && blobs.Verified(sha256, entry.Size, cancellation) is { } size
            ? new FetchedArtifact(blobs.PathOf(sha256), sha256, size)
            : null;
    }

    /// <summary>Downloads an entry's file, whatever the store has.</summary>
    /// <exception cref="ArtifactNotFoundException">No upstream has it.</exception>
    public async Task<FetchedArtifact> DownloadAsync(PlanEntry entry, TransferProgress? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var partial = Path.Combine(_partialDirectory.Value, PartialName.Of(entry));
        var (bases, urls) = upstreams.For(entry);
        var result = await transfer.DownloadAsync(
            new DownloadRequest
            {
                Urls = urls,
                Upstreams = bases,
                PartialPath = partial,
                ExpectedSize = entry.Size,
                Sha256 = entry.Sha256,
                Checksum = entry.Checksum,
                Progress = progress,
            },
            cancellation);
        blobs.Commit(partial, result.Sha256);
        if (entry.Checksum is { } checksum)
        {
            index.RecordChecksum(checksum, result.Sha256);
        }

        return new FetchedArtifact(blobs.PathOf(result.Sha256), result.Sha256, result.Size);
    }

    /// <inheritdoc/>
    public async Task<FetchedArtifact?> FetchAsync(PlanEntry entry, CancellationToken cancellation)
    {
        if (Find(entry, cancellation) is { } found)
        {
            return found;
        }

        try
        {
            return await DownloadAsync(entry, null, cancellation);
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<FetchedArtifact> ImportAsync(string file, CancellationToken cancellation)
    {
        var (digest, size) = blobs.Import(file, cancellation);
        return Task.FromResult(new FetchedArtifact(blobs.PathOf(digest), digest, size));
    }
}
