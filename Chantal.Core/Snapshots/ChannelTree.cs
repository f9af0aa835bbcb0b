using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Snapshots;

/// <summary>
/// What a channel shows of a mirror: a tree like the mirror's own, which goes from one state to another in the same way. Packages of both states stay for the grace period, so that
/// a host that knows the one still finds them. Earlier versions made a link to a snapshot's tree.
/// </summary>
internal sealed class ChannelTree(StoreLayout layout, GenerationStore generations, TimeProvider clock, string channel, string mirror, ILog log)
{
    private const string Snapshots = "../../snapshots/";

    private readonly TreeOwner _owner = new(layout, layout.Initialize(log));

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Where the tree is.</summary>
    public string Place => layout.PublishedChannel(channel, mirror);

    /// <summary>The tree's record; null: it is not this channel's, or is not there.</summary>
    public TreeRecord? Record => LinkTarget is null && TreeRecord.TryRead(Place) is not null ? _owner.Find(Place, mirror, channel: channel) : null;

    /// <summary>The state that it shows, by a tree or by a link, or null if it shows nothing, or that is not known.</summary>
    public GenerationId? Shown => GenerationId.TryParse(TreeRecord.TryRead(Place)?.Current);

    private string? LinkTarget => PublishedLink.TargetOf(Place);

    /// <summary>Whether it is the link of an earlier version to the tree of a snapshot, which may be missing.</summary>
    public bool IsLinkTo(string snapshot) => LinkTarget == $"{Snapshots}{snapshot}/{mirror}";

    /// <summary>Whether the tree is not yet what its ref says, because a promotion ended early. What is somebody else's, or the link of an earlier version, is not.</summary>
    public bool IsBehind(Ref wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return Record is { } record ? record.Pending is not null || record.Current != wanted.Generation : LinkTarget is null && !Path.Exists(Place);
    }

    /// <summary>Throws if the place is somebody else's.</summary>
    public void Check()
    {
        if (!DirectoryPlace.IsOneMount(layout.PublishRoot, LinkTarget is null ? Place : Path.GetDirectoryName(Place)!))
        {
            throw SnapshotDiagnostics.ChannelOnAnotherMount(channel, mirror, Place, layout.PublishRoot);
        }

        var shown = LinkTarget is null || !Directory.Exists(Place) ? Place : DirectoryPlace.Resolve(Place);
        if (LinkTarget is { } target ? !target.StartsWith(Snapshots, StringComparison.Ordinal) : File.Exists(Place))
        {
            throw SnapshotDiagnostics.ChannelOccupied(Place, LinkTarget);
        }

        if (TreeRecord.TryRead(shown) is { } record && (LinkTarget is null ? Record : _owner.Find(shown, record.Mirror, record.Snapshot)) is null)
        {
            throw SnapshotDiagnostics.ChannelOfAnother(Place, TreeOwner.Name(record));
        }

        if (LinkTarget is null && Directory.Exists(Place) && Record is null && Directory.EnumerateFileSystemEntries(Place).Any())
        {
            throw SnapshotDiagnostics.ChannelOccupied(Place, null);
        }
    }

    /// <summary>Makes the tree show a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="options">The mirror's link mode and grace period.</param>
    /// <param name="cancellation">Ends the work; the same call continues it.</param>
    public void Show(GenerationId state, SnapshotMirror options, CancellationToken cancellation) =>
        Show(state, options, fromScratch: false, removesForeign: false, cancellation);

    /// <summary>Compares every file of the tree with what it should be, and replaces what is wrong.</summary>
    public void Repair(GenerationId state, SnapshotMirror options, bool removesForeign, CancellationToken cancellation)
    {
        Check();
        Show(state, options, fromScratch: true, removesForeign, cancellation);
    }

    /// <summary>Takes the tree, or the link, away; what Chantal did not put there stays.</summary>
    public void Remove(CancellationToken cancellation)
    {
        if (LinkTarget?.StartsWith(Snapshots, StringComparison.Ordinal) == true)
        {
            BeforeChange?.Invoke();
            File.Delete(Place);
        }
        else if (Record is { } record)
        {
            _ = new TreeRemover(layout, generations, Staging, log) { BeforeChange = BeforeChange }.Remove(Place, record, [], cancellation);
        }

        var parent = Path.GetDirectoryName(Place)!;
        if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }
    }

    private string Staging => layout.StagingOfStates(mirror);

    private void Show(GenerationId state, SnapshotMirror options, bool fromScratch, bool removesForeign, CancellationToken cancellation)
    {
        if (Record is null)
        {
            if (LinkTarget is null && Directory.Exists(Place))
            {
                Directory.Delete(Place);
            }

            // First what the link of an earlier version shows, so that its packages stay for the grace period, too.
            var first = LinkTarget is not null && Shown is { } shown && generations.Exists(shown) && generations.IsStored(shown) ? shown : state;
            var made = _owner.ForChannel(channel, mirror) with { LinkMode = options.LinkMode };
            _ = new WholeTree(layout, generations, log) { BeforeChange = BeforeChange }.Publish(Place, Staging, first, made, cancellation);
        }

        var publishing = new PublishOptions
        {
            Mirror = mirror,
            Directory = Place,
            LinkMode = options.LinkMode,
            GracePeriod = options.GracePeriod,
            FromScratch = fromScratch,
        };
        DirectoryTree.Delete(Staging);
        var update = new TreeUpdate(layout, generations, publishing, Record!, state, clock.GetUtcNow()) { BeforeChange = BeforeChange };
        if (update.IsDone)
        {
            return;
        }

        BeforeChange?.Invoke();
        update.Next.Write(Place, layout.Durability);
        _ = update.Run(Staging, log, run => LookForForeign(run, fromScratch, removesForeign, cancellation), cancellation);
        DirectoryTree.Delete(Staging);
    }

    private void LookForForeign(PublishRun run, bool fromScratch, bool removesForeign, CancellationToken cancellation)
    {
        if (!fromScratch)
        {
            return;
        }

        if (removesForeign)
        {
            run.RemoveForeign(cancellation);
        }
        else if (run.FindForeign(cancellation) is { Count: > 0 } foreign)
        {
            log.Warning(PublishingDiagnostics.ForeignFilesLeft(Place, foreign));
        }
    }
}
