using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
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

    // Bytes of two blocks.
    private const int EndOfArchive = 1024;

    /// <summary>Called before each change of the store; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>
    /// Imports volumes, and completes every snapshot that is whole by then. What is wrong with one volume does not keep another from being
    /// read; what other imports wait for is not an error of this one.
    /// </summary>
    /// <exception cref="MirrorException">A volume was refused; of several, the others are logged.</exception>
    public void Import(IReadOnlyList<string> files, ImportOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        _ = layout.Initialize(log);
        using var stay = StoreLock.Share(layout, log);
        using var alone = StoreLock.TakeImports(layout);
        PendingImports.RemoveTemporary(layout);
        var refusals = new List<MirrorException>();
        var given = new HashSet<string>();
        foreach (var file in files)
        {
            Try(() => given.Add(ReadVolume(file, cancellation)), refusals.Add);
        }

        blobs.Flush();
        index.Flush();
        foreach (var pending in PendingImports.All(layout))
        {
            if (pending.Import is not { } import)
            {
                log.Warning(CollectionDiagnostics.ImportUnreadable(pending.Id, pending.Fault!));
            }
            else if (given.Contains(pending.Id))
            {
                Try(() => Complete(import, options, cancellation), refusals.Add);
            }
            else
            {
                CompleteOther(import, options, cancellation);
            }
        }

        foreach (var refusal in refusals.Skip(1))
        {
            log.Error(refusal.Code, refusal.Message);
        }

        if (refusals.Count > 0)
        {
            ExceptionDispatchInfo.Throw(refusals[0]);
        }
    }

    private static void Try(Action action, Action<MirrorException> refused)
    {
        try
        {
            action();
        }
        catch (MirrorException exception)
        {
            refused(exception);
        }
    }

    private string ReadVolume(string file, CancellationToken cancellation)
    {
        PendingImport? begun = null;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            RequireEnd(stream, file);
            using var tar = new TarReader(stream);
            var header = ReadHeader(tar, file);
            snapshots.RequireFree(header.Name, header.States.Select(s => (s.Mirror, s.Snapshot.Target)));
            BeforeChange?.Invoke();
            using var staged = new StagedImport(layout, header);
            ReadManifests(tar, file, staged, header, cancellation);
            var first = ReadShards(tar, file, staged, cancellation);
            if (staged.Fault(cancellation) is { } fault)
            {
                throw BundleDiagnostics.Unreadable(file, fault);
            }

            BeforeChange?.Invoke();
            var (pending, isNew) = staged.Keep();
            begun = isNew ? pending : null;
            ReadContent(tar, first, file, staged.Blobs, stream.Length, cancellation);
            BeforeChange?.Invoke();
            pending.AddVolume(header.Volume);
            return header.Id;
        }
        catch (Exception exception) when (exception is MirrorException or InvalidDataException or EndOfStreamException or FormatException)
        {
            // What another volume began waits for a better copy of this one.
            begun?.End();
            throw exception as MirrorException ?? BundleDiagnostics.Unreadable(file, $"it is damaged or cut off ({exception.Message})", exception);
        }
    }

    // An archive ends in two blocks of zeros (POSIX pax, "ustar Interchange Format"). One that was cut off between two files has none, and the
    // reader takes it for whole.
    private static void RequireEnd(FileStream stream, string file)
    {
        var end = new byte[EndOfArchive];
        _ = stream.Seek(-Math.Min(stream.Length, EndOfArchive), SeekOrigin.End);
        if (stream.Length >= EndOfArchive)
        {
            stream.ReadExactly(end);
        }

        if (stream.Length < EndOfArchive || end.AsSpan().ContainsAnyExcept((byte)0))
        {
            throw BundleDiagnostics.Unreadable(file, "it is not an archive, or it is cut off");
        }

        stream.Position = 0;
    }

    // An archive may name entries at a length that nobody can hold; the reader's words for that are many.
    private static TarEntry? Next(TarReader tar, string file)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or NotSupportedException or OutOfMemoryException or OverflowException)
        {
            throw BundleDiagnostics.Unreadable(file, exception.Message, exception);
        }
    }

    // Manifests come first, so that nothing is taken that none of them names.
    private void ReadManifests(TarReader tar, string file, StagedImport staged, BundleHeader header, CancellationToken cancellation)
    {
        var missing = header.States.Select(s => s.Snapshot).DistinctBy(s => s.Target).ToDictionary(s => BundleHeader.PathOf(s.Target), StringComparer.Ordinal);
        while (missing.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = Next(tar, file) ?? throw BundleDiagnostics.Unreadable(file, "it does not have all of its manifests");
            if (entry.EntryType != TarEntryType.RegularFile || !missing.Remove(entry.Name, out var state))
            {
                throw BundleDiagnostics.Unreadable(file, $"'{entry.Name}' comes before the manifests");
            }

            BeforeChange?.Invoke();
            if (staged.AddManifest(state, entry.DataStream ?? Stream.Null, entry.Length, cancellation) is { } fault)
            {
                throw BundleDiagnostics.Unreadable(file, $"its manifest {state.Target} {fault}");
            }
        }
    }

    // Shards come next, and then a content: the first one is returned.
    private TarEntry? ReadShards(TarReader tar, string file, StagedImport staged, CancellationToken cancellation)
    {
        TarEntry? entry;
        while ((entry = Next(tar, file)) is not null && BundleHeader.ShardOf(entry.Name) is { } shard)
        {
            BeforeChange?.Invoke();
            if (entry.EntryType != TarEntryType.RegularFile || !staged.AddShard(shard, entry.DataStream ?? Stream.Null, entry.Length, cancellation))
            {
                throw BundleDiagnostics.Unreadable(file, $"its manifests do not name '{entry.Name}', or it is cut off");
            }
        }

        return entry;
    }

    private static BundleHeader ReadHeader(TarReader tar, string file)
    {
        if (Next(tar, file) is not { Name: BundleHeader.FileName, Length: <= BundleHeader.MaxLength, DataStream: { } content } entry)
        {
            throw BundleDiagnostics.Unreadable(file, "it does not begin with a header of a bundle");
        }

        var json = new byte[entry.Length];
        content.ReadExactly(json);
        return BundleHeader.Read(json, file);
    }

    // Small blobs are checked and written on all cores, while the archive is read.
    private void ReadContent(TarReader tar, TarEntry? first, string file, Dictionary<Sha256Digest, long> named, long length, CancellationToken cancellation)
    {
        using var progress = new TransferProgress(log, clock, 0, length);
        var small = Partitioner.Create(SmallBlobs(tar, first, file, named, progress, cancellation).Chunk(TakenAtOnce), EnumerablePartitionerOptions.NoBuffering);
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

    private IEnumerable<(Sha256Digest Digest, byte[] Content)> SmallBlobs(
        TarReader tar, TarEntry? first, string file, Dictionary<Sha256Digest, long> named, TransferProgress progress, CancellationToken cancellation)
    {
        var wanted = named.ToDictionary(b => BundleHeader.PathOf(b.Key), b => (Digest: b.Key, Size: b.Value), StringComparer.Ordinal);
        for (var entry = first; entry is not null; entry = Next(tar, file))
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.EntryType != TarEntryType.RegularFile || !wanted.TryGetValue(entry.Name, out var blob) || entry.Length != blob.Size)
            {
                throw BundleDiagnostics.Unreadable(file, $"its manifests do not name '{entry.Name}'");
            }

            if (blobs.Verified(blob.Digest, blob.Size, cancellation) is null)
            {
                var stream = entry.DataStream ?? Stream.Null;
                if (blob.Size <= ReadAhead.MaxSmall)
                {
                    var content = new byte[blob.Size];
                    stream.ReadExactly(content);
                    yield return (blob.Digest, content);
                }
                else
                {
                    Take(blob.Digest, blob.Size, stream, file, cancellation);
                }
            }

            progress.AddFile();
            progress.AddBytes(blob.Size);
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

    // Older imports are completed by what came with this one; whatever else is wrong with them is not what this run was asked for.
    private void CompleteOther(PendingImport pending, ImportOptions options, CancellationToken cancellation)
    {
        var header = pending.Header;
        try
        {
            var (files, bytes) = Missing(pending, cancellation);
            if (files == 0)
            {
                Finish(pending, options, cancellation);
            }
            else
            {
                log.Info($"The import of '{header.Name}' ({header.Id}) is still not complete: {Quantity.Count(files, "file is", "files are")} missing ({Quantity.Bytes(bytes)}). ListImports says what it waits for.");
            }
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.BundleUnreadable)
        {
            log.Warning(CollectionDiagnostics.ImportUnreadable(header.Id, exception.Fault ?? exception.Message));
        }
        catch (MirrorException exception)
        {
            log.Warning(BundleDiagnostics.NotCompleted(header.Name, header.Id, exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Warning(BundleDiagnostics.NotCompleted(header.Name, header.Id, exception));
        }
    }

    private void Complete(PendingImport pending, ImportOptions options, CancellationToken cancellation)
    {
        var header = pending.Header;
        var (files, bytes) = Missing(pending, cancellation);
        if (files == 0)
        {
            Finish(pending, options, cancellation);
        }
        else if (pending.MissingVolumes is { Count: > 0 } volumes)
        {
            log.Warning(BundleDiagnostics.ImportIncomplete(header.Name, files, bytes, VolumeList.Write(volumes, header.Volumes)));
        }
        else if (header.Since is { } since)
        {
            log.Error(BundleDiagnostics.BaseMissing(header.Name, header.Id, files, bytes, since));
        }
        else
        {
            pending.End();
            throw BundleDiagnostics.Unreadable(header.Name, $"its volumes do not have {files} of the files ({Quantity.Bytes(bytes)}) that its manifests name");
        }
    }

    private (long Files, long Bytes) Missing(PendingImport pending, CancellationToken cancellation)
    {
        // Of a shard that is not here, its list says how much it is.
        var content = pending.Content(cancellation);
        var (files, bytes) = (content.AbsentFiles, content.AbsentBytes);
        foreach (var (_, size) in content.Blobs.Where(b => blobs.Verified(b.Key, b.Value, cancellation) is null))
        {
            files++;
            bytes = unchecked(bytes + size);
        }

        return (files, bytes);
    }

    private void Finish(PendingImport pending, ImportOptions options, CancellationToken cancellation)
    {
        var header = pending.Header;
        BeforeChange?.Invoke();
        pending.MoveManifests();
        snapshots.Add(header.Name, header.States.ToDictionary(s => s.Mirror, s => s.Snapshot, StringComparer.Ordinal), options.LinkMode, options.IsPublished, options.UpdatesLatest, cancellation);
        BeforeChange?.Invoke();
        pending.End();
    }
}
