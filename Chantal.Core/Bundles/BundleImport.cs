using System.Runtime.ExceptionServices;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;
using Chantal.Text;

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
            using var volume = new VolumeReader(file);
            var header = volume.ReadHeader();
            snapshots.RequireFree(header.Name, header.States.Select(s => (s.Mirror, s.Snapshot.Target)));
            BeforeChange?.Invoke();
            using var staged = new StagedImport(layout, header);
            volume.ReadManifests(staged, header, BeforeChange, cancellation);
            volume.ReadShards(staged, BeforeChange, cancellation);
            if (staged.Fault(cancellation) is { } fault)
            {
                throw BundleDiagnostics.Unreadable(file, fault);
            }

            BeforeChange?.Invoke();
            var (pending, isNew) = staged.Keep();
            begun = isNew ? pending : null;
            new VolumeContents(blobs, clock, log) { BeforeChange = BeforeChange }.Take(volume, file, staged.Blobs, cancellation);
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
        var statements = new StatementFiles(layout, new RefStore(layout), log) { BeforeChange = BeforeChange };
        foreach (var state in header.States)
        {
            statements.Take(header.Name, state.Mirror, state.Statement);
        }

        BeforeChange?.Invoke();
        pending.End();
    }
}
