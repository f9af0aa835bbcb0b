using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Snapshots;

/// <summary>Mirrors that are not defined any more, and of which a store still has states: they are named, and retired.</summary>
internal sealed class LeftMirrors(StoreLayout layout, RefStore refs, GenerationStore generations, TimeProvider clock, ILog log)
{
    // The mirror's lock is among its files: another one's could be made in its place while this one is held.
    private const string LockName = "lock";

    /// <summary>The estate that defines mirrors; empty: that is not known.</summary>
    public string Estate { get; init; } = "";

    /// <summary>Called before each change; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Warns of each mirror that the store has states of and that is not defined.</summary>
    public void Warn(IReadOnlyCollection<string> defined)
    {
        foreach (var mirror in LeftMirror.Of(layout, refs, defined, Estate))
        {
            log.Warning(SnapshotDiagnostics.MirrorLeft(mirror.Name, mirror.Holdings));
        }
    }

    /// <summary>Takes away what the store has of a mirror: what channels show, snapshots, trees, its head and its state. Its content goes with the next collection.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="defined">The mirrors that are defined.</param>
    /// <param name="force">Whether it goes although a channel shows it.</param>
    /// <param name="cancellation">Ends the work; the same call continues it.</param>
    public void Retire(string mirror, IReadOnlyCollection<string> defined, bool force, CancellationToken cancellation)
    {
        if (defined.Contains(mirror))
        {
            throw SnapshotDiagnostics.MirrorStillDefined(mirror);
        }

        RequireHeld(mirror, defined, force);

        using var writer = MirrorLock.Acquire(layout, mirror, log);
        using var alone = StoreLock.TakeRefs(layout);
        refs.RemoveLeftovers();
        var held = RequireHeld(mirror, defined, force);
        if (!force && held.Channels.Count > 0)
        {
            throw SnapshotDiagnostics.MirrorStillShown(mirror, held.Channels[0]);
        }

        var clients = new ClientFiles(layout, refs, generations, log) { BeforeChange = BeforeChange };
        clients.RemoveHead(mirror);
        foreach (var channel in held.Channels)
        {
            clients.RemoveChannel(channel, mirror);
            new StatementFiles(layout, refs, log) { BeforeChange = BeforeChange }.RemoveChannel(channel, mirror);
            BeforeChange?.Invoke();
            new ChannelTree(layout, generations, clock, channel, mirror, log) { BeforeChange = BeforeChange }.Remove(cancellation);
            BeforeChange?.Invoke();
            refs.RemoveChannel(channel, mirror);
        }

        foreach (var tree in TreeList.Read(layout, mirror).Trees)
        {
            _ = new Publisher(layout, generations, clock, log) { BeforeChange = BeforeChange }.Unpublish(mirror, tree.In(layout), cancellation);
        }

        BeforeChange?.Invoke();
        DirectoryTree.Delete(layout.Partial(mirror));
        DirectoryTree.Delete(layout.Candidate(mirror));
        foreach (var entry in new DirectoryInfo(layout.State(mirror)).EnumerateFileSystemInfos().Where(e => !e.Name.StartsWith(LockName, StringComparison.Ordinal)).ToList())
        {
            DirectoryTree.Delete(entry.FullName);
            File.Delete(entry.FullName);
        }

        // Refs last, so that a run that was ended still finds the mirror.
        new SnapshotStore(layout, refs, generations, clock, log) { BeforeChange = BeforeChange }.RemoveMirror(mirror);
        BeforeChange?.Invoke();
        refs.RemoveCandidate(mirror);
        refs.RemoveMirror(mirror);
        log.Info($"{mirror} is retired; the store held {held.Holdings} of it. CollectGarbage removes the content that nothing else needs.");
    }

    private LeftMirror RequireHeld(string mirror, IReadOnlyCollection<string> defined, bool force)
    {
        if (!refs.KnownMirrors().Contains(mirror))
        {
            throw SnapshotDiagnostics.MirrorNotHeld(mirror, [.. LeftMirror.Of(layout, refs, defined, Estate).Select(m => m.Name)]);
        }

        return !force && new EstateClaims(layout).Other(mirror, Estate, defined) is { } other
            ? throw SnapshotDiagnostics.MirrorOfAnotherEstate(mirror, other)
            : LeftMirror.Of(refs, mirror);
    }
}
