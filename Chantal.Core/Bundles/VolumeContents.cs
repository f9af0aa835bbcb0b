using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Bundles;

/// <summary>Takes the contents of a volume into a store, each of which is hashed. What is there already is only passed over.</summary>
/// <param name="blobs">The store's blobs.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Progress.</param>
internal sealed class VolumeContents(BlobStore blobs, TimeProvider clock, ILog log)
{
    private const int BufferSize = 1 << 20;

    // Small blobs that one core takes at a time: handing them over one by one would cost more than to write them.
    private const int TakenAtOnce = 16;

    /// <summary>Called before each change of the store; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Takes all of a volume. Small blobs are checked and written on all cores, while the archive is read.</summary>
    /// <param name="volume">The volume, read as far as its contents.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="named">The contents that its manifests name, with their sizes.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Take(VolumeReader volume, string file, Dictionary<Sha256Digest, long> named, CancellationToken cancellation)
    {
        using var progress = new TransferProgress(log, clock, 0, volume.Length);
        var small = Partitioner.Create(SmallBlobs(volume, file, named, progress, cancellation).Chunk(TakenAtOnce), EnumerablePartitionerOptions.NoBuffering);
        try
        {
            _ = Parallel.ForEach(
                small, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk => Array.ForEach(chunk, blob => Take(blob.Digest, blob.Content, file, cancellation)));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    // Large ones are taken on the way.
    private IEnumerable<(Sha256Digest Digest, byte[] Content)> SmallBlobs(
        VolumeReader volume, string file, Dictionary<Sha256Digest, long> named, TransferProgress progress, CancellationToken cancellation)
    {
        foreach (var (digest, size, content) in volume.ReadContents(named, cancellation))
        {
            if (blobs.Verified(digest, size, cancellation) is null)
            {
                if (size <= ReadAhead.MaxSmall)
                {
                    var bytes = new byte[size];
                    content.ReadExactly(bytes);
                    yield return (digest, bytes);
                }
                else
                {
                    Take(digest, size, content, file, cancellation);
                }
            }

            progress.AddFile();
            progress.AddBytes(size);
        }
    }

    private void Take(Sha256Digest digest, byte[] content, string file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (new Sha256Digest(SHA256.HashData(content)) != digest)
        {
            throw Damaged(digest, file);
        }

        var temporary = blobs.NewTemporary(digest);
        BlobStore.WriteTemporary(temporary, content);
        BeforeChange?.Invoke();
        blobs.Commit(temporary, digest);
    }

    private void Take(Sha256Digest digest, long size, Stream content, string file, CancellationToken cancellation)
    {
        var temporary = blobs.NewTemporary(digest);
        try
        {
            using (var hashed = new HashingStream(content, size, cancellation))
            {
                using (var target = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    hashed.CopyTo(target, BufferSize);
                }

                if (hashed.Digest() != digest)
                {
                    throw Damaged(digest, file);
                }
            }

            BeforeChange?.Invoke();
            blobs.Commit(temporary, digest);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static MirrorException Damaged(Sha256Digest digest, string file) => BundleDiagnostics.Unreadable(file, $"the content of '{digest}' is damaged");
}
