using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Verification;

/// <summary>A blob that has to be as its name says.</summary>
/// <param name="Digest">The name.</param>
/// <param name="Size">Bytes that manifests say it has.</param>
internal readonly record struct ExpectedBlob(Sha256Digest Digest, long Size);

/// <summary>
/// Reads blobs again, on all cores. Those that were read longest ago come first, so that a share a night goes round the whole store, and
/// a run that was interrupted resumes where it was.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="index">Knows when a blob was read last.</param>
/// <param name="clock">The clock.</param>
internal sealed class BlobVerifier(StoreLayout layout, StoreIndex index, TimeProvider clock)
{
    // Bytes that are read before it is noted on disk what was read.
    private const long NoteAfter = 1L << 30;

    private readonly Lock _lock = new();
    private long _unnoted;

    /// <summary>Reads blobs and returns those that are damaged.</summary>
    /// <param name="blobs">The blobs, each once.</param>
    /// <param name="progress">Counts.</param>
    /// <param name="cancellation">Ends the reading; what was read is noted.</param>
    public IReadOnlyDictionary<Sha256Digest, string> Verify(IReadOnlyCollection<ExpectedBlob> blobs, TransferProgress progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var damaged = new Dictionary<Sha256Digest, string>();
        try
        {
            _ = Parallel.ForEach(
                blobs,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
                blob =>
                {
                    if (FaultOf(blob, cancellation) is { } fault)
                    {
                        index.ForgetBlob(blob.Digest);
                        lock (_lock)
                        {
                            damaged.Add(blob.Digest, fault);
                        }
                    }
                    else
                    {
                        index.Verified.Record(blob.Digest, clock.GetUtcNow());
                        Note(blob.Size);
                    }

                    progress.AddFile();
                    progress.AddBytes(blob.Size);
                });
        }
        finally
        {
            index.Flush();
        }

        return damaged;
    }

    /// <summary>What is wrong with a blob, as the end of a sentence; null if nothing is.</summary>
    public string? FaultOf(ExpectedBlob blob, CancellationToken cancellation)
    {
        var path = layout.Blob(blob.Digest);
        return FileIdentity.Of(path) switch
        {
            not { Kind: FileKind.File } => $"the blob '{path}' is missing",
            { } identity when identity.Size != blob.Size => $"the blob '{path}' has {identity.Size} bytes instead of {blob.Size}",
            _ => IsWhole(path, blob.Digest, cancellation) ? null : $"the blob '{path}' is not what its name says",
        };
    }

    private static bool IsWhole(string path, Sha256Digest digest, CancellationToken cancellation)
    {
        try
        {
            return BlobStore.Hash(path, cancellation) == digest;
        }
        catch (IOException)
        {
            // A sector that cannot be read is the damage that is looked for.
            return false;
        }
    }

    private void Note(long bytes)
    {
        if (Interlocked.Add(ref _unnoted, bytes) > NoteAfter)
        {
            Interlocked.Exchange(ref _unnoted, 0);
            index.Flush();
        }
    }
}
