using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Snapshots;

/// <summary>
/// The published tree of a snapshot: links like the mirror's own, built aside and put in place by one rename, and never
/// changed from then on.
/// </summary>
internal sealed class SnapshotTree(StoreLayout layout, GenerationStore generations, ILog log)
{
    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    private readonly TreeOwner _owner = new(layout, layout.Initialize(log));

    /// <summary>Throws if a snapshot cannot be published because its directory is somebody else's.</summary>
    public void Check(string snapshot, SnapshotMirror mirror, GenerationId generation)
    {
        var place = layout.PublishedSnapshot(snapshot, mirror.Name);
        if (!DirectoryPlace.IsOneMount(layout.PublishRoot, place))
        {
            throw SnapshotDiagnostics.OnAnotherMount(snapshot, mirror.Name, place, layout.PublishRoot);
        }

        if (Directory.Exists(place) && Claim(place, snapshot, mirror, generation) is var record && record.Current != generation.ToString() && Remover(mirror.Name).FindForeign(place, record, [], CancellationToken.None).Count > 0)
        {
            throw HoldsForeign(place);
        }
    }

    // Throws if the link shows what another store has published.
    private void RequireOwnLink(string link)
    {
        if (PublishedLink.TargetOf(link) is null || !Directory.Exists(link))
        {
            return;
        }

        var shown = Directory.EnumerateDirectories(link).Select(d => (Directory: DirectoryPlace.Resolve(d), Record: TreeRecord.TryRead(d))).Where(t => t.Record is not null).ToList();
        if (shown.FirstOrDefault(t => _owner.Find(t.Directory, t.Record!.Mirror, t.Record.Snapshot) is null).Record is { } other)
        {
            throw SnapshotDiagnostics.ChannelOfAnother(link, TreeOwner.Name(other));
        }
    }

    /// <summary>Publishes a snapshot, unless it is there.</summary>
    /// <returns>How many files were linked.</returns>
    public long Publish(string snapshot, SnapshotMirror mirror, GenerationId generation, CancellationToken cancellation)
    {
        var place = layout.PublishedSnapshot(snapshot, mirror.Name);
        if (Directory.Exists(place))
        {
            var record = Claim(place, snapshot, mirror, generation);
            if (record.Current == generation.ToString())
            {
                return 0;
            }

            // A snapshot of that name was forgotten, and its tree was not.
            if (!Remover(mirror.Name).Remove(place, record, [], cancellation))
            {
                throw HoldsForeign(place);
            }
        }

        var made = _owner.Claim(layout.StagingOfStates(mirror.Name), mirror.Name, snapshot, static () => true, takesOver: false) with { LinkMode = mirror.LinkMode };
        return new WholeTree(layout, generations, log) { BeforeChange = BeforeChange }.Publish(place, layout.StagingOfStates(mirror.Name), generation, made, cancellation);
    }

    /// <summary>
    /// Makes a tree what it should be: links that are wrong are replaced one by one, what is foreign is reported. A file whose content is lost stays as it is.
    /// A tree that is missing is made if there was one.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="generation">What the snapshot is.</param>
    /// <param name="isPublished">Whether it was given a tree.</param>
    /// <param name="removesForeign">Whether foreign files are removed.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Repair(string snapshot, SnapshotMirror mirror, GenerationId generation, bool isPublished, bool removesForeign, CancellationToken cancellation)
    {
        var tree = new PublishedTree(layout.PublishedSnapshot(snapshot, mirror.Name)) { Mode = layout.PublishMode };
        if (!Directory.Exists(tree.Root) && !isPublished)
        {
            return;
        }

        // A tree of which not even the directory is right is made at once, and so of whole content.
        if (TreeRecord.TryRead(tree.Root)?.Current != generation.ToString() && !generations.IsStored(generation))
        {
            return;
        }

        _ = Publish(snapshot, mirror, generation, cancellation);
        _ = Claim(tree.Root, snapshot, mirror, generation);
        var foreign = new ForeignFileList();
        var linker = new BlobLinker(layout, mirror.LinkMode, Path.Combine(layout.StagingOfStates(mirror.Name), "links"), log);
        using (var manifest = generations.Open(generation))
        {
            PlanEntry? entry = null;
            var wanted = manifest.ReadAll().Select(e => (entry = e).Path);
            foreach (var (path, isWanted, isThere) in TreeComparison.Of(wanted, tree.Files()))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!isWanted && removesForeign)
                {
                    _ = tree.Remove(path);
                }
                else if (!isWanted)
                {
                    foreign.Add(path);
                }
                else if ((!isThere || !linker.Shows(entry!.Sha256!.Value, tree.PathOf(path))) && File.Exists(layout.Blob(entry!.Sha256!.Value)))
                {
                    BeforeChange?.Invoke();
                    tree.EnsureParent(path);
                    _ = linker.Link(entry!.Sha256!.Value, tree.PathOf(path));
                }
            }
        }

        DirectoryTree.Delete(layout.StagingOfStates(mirror.Name));
        if (foreign.Count > 0)
        {
            log.Warning(PublishingDiagnostics.ForeignFilesLeftInSnapshot(tree.Root, foreign));
        }
    }

    /// <summary>Takes a snapshot's tree away; what Chantal did not put there stays.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="generation">What its ref points at, or null if that cannot be read: the tree's own record says what was put there.</param>
    public void Remove(string snapshot, string mirror, GenerationId? generation)
    {
        var place = layout.PublishedSnapshot(snapshot, mirror);
        if (Directory.Exists(place))
        {
            if (IsOurs(place, snapshot, mirror, generation))
            {
                var record = _owner.Claim(place, mirror, snapshot, static () => true, takesOver: false);
                _ = Remover(mirror).Remove(place, record, generation is { } target ? [target] : [], CancellationToken.None);
            }
            else
            {
                log.Warning(SnapshotDiagnostics.TreeUnmarked(place, snapshot, mirror));
            }
        }

        DirectoryTree.Delete(layout.StagingOfStates(mirror));
        var parent = Path.GetDirectoryName(place)!;
        if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }

        if (!Directory.Exists(parent) || !new DirectoryInfo(parent).EnumerateDirectories().Any(d => d.LinkTarget is null && TreeRecord.TryRead(d.FullName)?.Current is not null))
        {
            RemoveLatest(snapshot);
        }
    }

    /// <summary>Makes <c>latest</c> show a snapshot.</summary>
    public void PointLatest(string snapshot)
    {
        RequireOwnLink(layout.PublishedLatest);
        BeforeChange?.Invoke();
        PublishedLink.Set(layout.PublishedLatest, $"snapshots/{snapshot}", "snapshots/", layout);
    }

    private void RemoveLatest(string snapshot)
    {
        if (PublishedLink.TargetOf(layout.PublishedLatest) == $"snapshots/{snapshot}")
        {
            File.Delete(layout.PublishedLatest);
        }
    }

    private TreeRemover Remover(string mirror) => new(layout, generations, layout.StagingOfStates(mirror), log) { BeforeChange = BeforeChange };

    private static MirrorException HoldsForeign(string place) => PublishingDiagnostics.InTheWay(place, "directory with files", "directory of its own");

    // A tree that an earlier version published has no record yet.
    private TreeRecord Claim(string place, string snapshot, SnapshotMirror mirror, GenerationId generation)
    {
        var isMarked = TreeRecord.IsTree(place);
        var record = _owner.Claim(place, mirror.Name, snapshot, () => ShowsOnlyOurs(place, generation), takesOver: false);
        if (!isMarked && ShowsOnlyOurs(place, generation))
        {
            record = record with { Current = generation.ToString(), LinkMode = mirror.LinkMode };
            record.Write(place, layout.Durability);
        }

        return record;
    }

    private bool IsOurs(string place, string snapshot, string mirror, GenerationId? generation) => TreeRecord.IsTree(place)
        ? TreeRecord.TryRead(place) is not null && _owner.Find(place, mirror, snapshot) is not null
        : generation is { } target && ShowsOnlyOurs(place, target);

    // Whether every file of a tree is this store's blob of that name in the generation.
    private bool ShowsOnlyOurs(string place, GenerationId generation)
    {
        if (!generations.Exists(generation))
        {
            return false;
        }

        var linker = new BlobLinker(layout, LinkMode.Hard, layout.PublishRoot, NoLog.Instance);
        using var manifest = generations.Open(generation);
        PlanEntry? entry = null;
        return TreeComparison.Of(manifest.ReadAll().Select(e => (entry = e).Path), new PublishedTree(place).Files())
            .All(f => !f.IsThere || (f.IsWanted && linker.Shows(entry!.Sha256!.Value, $"{place}/{f.Path}")));
    }
}
