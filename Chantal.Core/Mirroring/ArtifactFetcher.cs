using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>Brings one file into the store: found there by its checksum, or downloaded, verified and committed.</summary>
internal sealed class ArtifactFetcher(
    BlobStore blobs, StoreIndex index, HttpTransfer transfer, UpstreamMap upstreams, string partialDirectory, IArtifactCheck? check = null, ILog? log = null)
    : IArtifactSource
{
    private readonly Lazy<string> _partialDirectory = new(() => Directory.CreateDirectory(partialDirectory).FullName);

    /// <inheritdoc/>
    public FetchedArtifact? Find(PlanEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Size == 0 && (entry.Sha256 == Sha256Digest.OfNothing || entry is { Sha256: null, Checksum: null }))
        {
            // Nobody has to be asked for nothing.
            var nothing = blobs.Import(ReadOnlyMemory<byte>.Empty, cancellation);
            return new FetchedArtifact(blobs.PathOf(nothing), nothing, 0);
        }

        var digest = entry.Sha256 ?? (entry.Checksum is { } checksum ? index.Checksums.Find(checksum) : null);
        return digest is { } sha256 && blobs.Verified(sha256, entry.Size, cancellation) is { } size && HasPassed(entry, sha256, cancellation)
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
                MaxSize = entry.MaxSize ?? DownloadRequest.MostOfAnyFile,
                Sha256 = entry.Sha256,
                Checksum = IsLeftToCheck(entry) ? null : entry.Checksum,
                Progress = progress,
                KeepWhole = whole => Keep(whole, entry, cancellation),
            },
            cancellation);
        if (!result.IsKept)
        {
            Keep(partial, result.Sha256, entry, cancellation);
        }

        if (entry.Checksum is { } checksum)
        {
            index.Checksums.Record(checksum, result.Sha256);
        }

        log?.Report(new ArtifactFetched(entry.Path, result.Size, result.Sha256, result.Source.Authority));
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
        catch (ArtifactDeniedException) when (entry.IsOptional || entry.Group is not null)
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

    /// <inheritdoc/>
    public Task<FetchedArtifact> ImportAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var digest = blobs.Import(content, cancellation);
        return Task.FromResult(new FetchedArtifact(blobs.PathOf(digest), digest, content.Length));
    }

    // Where nothing checks, the checksum of a part is compared with that of the file, and does not fit. Who asks for a known content again, to repair it, has no
    // check, and needs none.
    private bool IsLeftToCheck(PlanEntry entry) => entry.Sha256 is not null || (entry.Checksum is { IsOfControl: true } && check?.Concerns(entry) == true);

    // What another mirror stored, or this one with other keys, has to pass too.
    private bool HasPassed(PlanEntry entry, Sha256Digest digest, CancellationToken cancellation)
    {
        if (check is null || !check.Concerns(entry) || index.Checks.HasPassed(digest, check.Identity))
        {
            return true;
        }

        try
        {
            using var content = OpenRead(blobs.PathOf(digest));
            check.Check(content, entry, cancellation);
        }
        catch (MirrorException)
        {
            // The download of the same content says what is wrong.
            return false;
        }

        index.Checks.Record(digest, check.Identity);
        return true;
    }

    private void Keep(WholeContent whole, PlanEntry entry, CancellationToken cancellation)
    {
        if (check?.Concerns(entry) == true)
        {
            using var content = new MemoryStream(whole.Bytes.Array!, whole.Bytes.Offset, whole.Bytes.Count, writable: false);
            Check(content, whole.Sha256, entry, cancellation);
        }

        blobs.Add(whole.Bytes, whole.Sha256, whole.LastModified);
    }

    private void Keep(string partial, Sha256Digest digest, PlanEntry entry, CancellationToken cancellation)
    {
        try
        {
            if (check?.Concerns(entry) == true)
            {
                using var content = OpenRead(partial);
                Check(content, digest, entry, cancellation);
            }
        }
        catch (MirrorException)
        {
            File.Delete(partial);
            throw;
        }

        blobs.Commit(partial, digest);
    }

    private void Check(Stream content, Sha256Digest digest, PlanEntry entry, CancellationToken cancellation)
    {
        try
        {
            check!.Check(content, entry, cancellation);
        }
        catch (MirrorException exception)
        {
            throw exception is ArtifactMismatchException ? exception : new ArtifactRefusedException(exception);
        }

        index.Checks.Record(digest, check.Identity);
    }

    private static FileStream OpenRead(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
}
