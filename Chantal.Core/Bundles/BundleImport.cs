using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Bundles;

/// <summary>How an imported snapshot appears.</summary>
/// <param name="LinkMode">How its trees are linked.</param>
/// <param name="IsPublished">Whether it gets trees of its own.</param>
/// <param name="UpdatesLatest">Whether <c>latest</c> shows it.</param>
internal sealed record ImportOptions(LinkMode LinkMode, bool IsPublished, bool UpdatesLatest);

/// <summary>
/// Takes bundles into a store: volumes in any order, on any day, again if need be. Blobs are checked one by one; the snapshot appears when
/// all its blobs are there, and not before.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="blobs">Its blobs.</param>
/// <param name="index">Its index.</param>
/// <param name="snapshots">Its snapshots.</param>
/// <param name="log">Progress.</param>
/// <param name="clock">The clock.</param>
internal sealed class BundleImport(StoreLayout layout, BlobStore blobs, StoreIndex index, SnapshotStore snapshots, TimeProvider clock, ILog log)
{
    private const int BufferSize = 1 << 20;

    // Small blobs that one core takes at a time: handing them over one by one would cost more than to write them.
    private const int TakenAtOnce = 16;

    /// <summary>Called before each change of the store; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Imports volumes, and completes every snapshot that is whole by then.</summary>
    public void Import(IReadOnlyList<string> files, ImportOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        _ = layout.Initialize(log);
        using var stay = StoreLock.Share(layout, log);
        foreach (var file in files)
        {
            ReadVolume(file, cancellation);
        }

        blobs.Flush();
        index.Flush();
        foreach (var pending in PendingImport.All(layout))
        {
            Complete(pending, options, cancellation);
        }
    }

    private void ReadVolume(string file, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            using var tar = new TarReader(stream);
            var header = ReadHeader(tar, file);
            snapshots.RequireFree(header.Name, header.States.Select(s => (s.Mirror, s.Snapshot.Target)));
            BeforeChange?.Invoke();
            var pending = PendingImport.Begin(layout, header);
            ReadContent(tar, file, pending, stream.Length, cancellation);
            BeforeChange?.Invoke();
            pending.AddVolume(header.Volume);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw BundleHeader.Unreadable(file, exception.Message, exception);
        }
    }

    private static BundleHeader ReadHeader(TarReader tar, string file)
    {
        if (tar.GetNextEntry() is not { Name: BundleHeader.FileName, Length: <= BundleHeader.MaxLength, DataStream: { } content } entry)
        {
            throw BundleHeader.Unreadable(file, "it does not begin with a header of a bundle");
        }

        var json = new byte[entry.Length];
        content.ReadExactly(json);
        return BundleHeader.Read(json, file);
    }

    // Small blobs are checked and written on all cores, while the archive is read.
    private void ReadContent(TarReader tar, string file, PendingImport pending, long length, CancellationToken cancellation)
    {
        using var progress = new TransferProgress(log, clock, 0, length);
        var small = Partitioner.Create(SmallBlobs(tar, file, pending, progress, cancellation).Chunk(TakenAtOnce), EnumerablePartitionerOptions.NoBuffering);
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

    // Manifests come first, so that nothing is taken that none of them names.
    private IEnumerable<(Sha256Digest Digest, byte[] Content)> SmallBlobs(TarReader tar, string file, PendingImport pending, TransferProgress progress, CancellationToken cancellation)
    {
        var missing = pending.Manifests.ToDictionary(BundleHeader.PathOf);
        Dictionary<string, (Sha256Digest Digest, long Size)>? wanted = null;
        while (tar.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            var stream = entry.DataStream ?? Stream.Null;
            if (missing.Remove(entry.Name, out var generation))
            {
                BeforeChange?.Invoke();
                pending.AddManifest(generation, stream, entry.Length, file);
                continue;
            }

            if (missing.Count > 0)
            {
                throw BundleHeader.Unreadable(file, $"'{entry.Name}' comes before the manifests");
            }

            wanted ??= pending.Blobs(cancellation).ToDictionary(b => BundleHeader.PathOf(b.Key), b => (b.Key, b.Value), StringComparer.Ordinal);
            if (entry.EntryType != TarEntryType.RegularFile || !wanted.TryGetValue(entry.Name, out var blob) || entry.Length != blob.Size)
            {
                throw BundleHeader.Unreadable(file, $"'{entry.Name}' is nothing that its manifests name");
            }

            if (blobs.Verified(blob.Digest, blob.Size, cancellation) is null)
            {
                if (blob.Size <= ReadAhead.MaxSmall)
                {
                    var content = new byte[blob.Size];
                    stream.ReadExactly(content);
                    yield return (blob.Digest, content);
                }
                else
                {
                    Take(blob.Digest, blob.Size, stream, file);
                }
            }

            progress.AddFile();
            progress.AddBytes(blob.Size);
        }

        if (missing.Count > 0)
        {
            throw BundleHeader.Unreadable(file, "it lacks manifests");
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

    private void Take(Sha256Digest digest, long size, Stream content, string file)
    {
        var temporary = blobs.NewTemporary(digest);
        try
        {
            using (var hashed = new HashingStream(content, size))
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

    private static MirrorException Damaged(Sha256Digest digest, string file) => BundleHeader.Unreadable(file, $"the content of '{digest}' is damaged");

    private void Complete(PendingImport pending, ImportOptions options, CancellationToken cancellation)
    {
        var header = pending.Header;
        long missing = 0, bytes = 0;
        foreach (var (digest, size) in pending.Blobs(cancellation).Where(b => blobs.Verified(b.Key, b.Value, cancellation) is null))
        {
            missing++;
            bytes += size;
        }

        if (missing == 0)
        {
            BeforeChange?.Invoke();
            pending.MoveManifests();
            snapshots.Add(header.Name, header.States.ToDictionary(s => s.Mirror, s => s.Snapshot, StringComparer.Ordinal), options.LinkMode, options.IsPublished, options.UpdatesLatest, cancellation);
            BeforeChange?.Invoke();
            pending.End();
        }
        else if (pending.MissingVolumes is { Count: > 0 } volumes)
        {
            log.Warning(
                DiagnosticCodes.ImportIncomplete,
                $"The snapshot '{header.Name}' is not complete yet: {missing} files ({Quantity.Bytes(bytes)}) are missing. Import volume {string.Join(", ", volumes)} of {header.Volumes} too.");
        }
        else
        {
            log.Error(
                DiagnosticCodes.ImportLacksBase,
                $"The snapshot '{header.Name}' cannot be completed: {missing} files ({Quantity.Bytes(bytes)}) are missing that were left out because '{header.Since}' has them. Import '{header.Since}', or export without Since.");
        }
    }
}
