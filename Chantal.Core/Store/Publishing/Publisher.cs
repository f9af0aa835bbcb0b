using Chantal.Diagnostics;

namespace Chantal.Store.Publishing;

/// <summary>
/// Makes a published tree show a generation, at the cost of what changed: new files are linked first, then each metadata
/// directory is built aside and switched as one, then what no generation within the grace period has is removed. A run
/// that is killed at any time leaves each metadata directory old or new as a whole, with the packages it names; the next run
/// continues from what was written down before the first change.
/// <para>
/// A directory says itself whose tree it is (<see cref="TreeRecord"/>). Only files that a manifest of this mirror names are ever removed
/// from it, and directories only when they are empty; everything else that lies there stays.
/// </para>
/// </summary>
internal sealed class Publisher(StoreLayout layout, GenerationStore generations, TimeProvider clock, ILog log)
{
    private readonly TreePlaces _places = new(layout, generations);

    /// <summary>Called before each change of the tree; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    private TreeOwner Owner => field ??= new TreeOwner(layout, layout.Initialize(log));

    /// <summary>Publishes a generation.</summary>
    public PublishResult Publish(PublishOptions options, GenerationId head, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var directory = DirectoryPlace.Resolve(_places.Require(options.Mirror, options.Directory));
        var list = TreeList.Read(layout, options.Mirror);
        var isListed = list.Trees.Any(t => DirectoryPlace.IsSame(t.In(layout), directory));
        _places.RequireOneMount(options.Mirror, directory);
        _places.RequireApart(options.Mirror, directory);
        var record = Owner.Claim(directory, options.Mirror, null, () => list.Knows(directory, layout), options.TakeOver);
        var staging = layout.Staging(options.Mirror);
        DirectoryTree.Delete(staging);

        var update = new TreeUpdate(layout, generations, options with { Directory = directory }, record, head, clock.GetUtcNow()) { BeforeChange = BeforeChange };
        if (isListed && list.Trees.Count == 1 && update.IsDone)
        {
            return new PublishResult(0, 0, 0);
        }

        // What the tree may hold once this run has begun is written before the first change.
        ServedDirectory.Create(directory, layout.PublishMode);
        list = list.With(ListedTree.Of(directory, update.Next, layout), layout);
        list.Write(layout, options.Mirror);
        update.Next.Write(directory, layout.Durability);
        if (!options.RemoveForeign && update.Lost is { } lost)
        {
            log.Warning(PublishingDiagnostics.ShownStateLost(options.Mirror, directory, lost));
        }

        var (done, result) = update.Run(staging, log, run => LookForForeign(run, directory, options, cancellation), cancellation);
        DirectoryTree.Delete(staging);
        RemoveMoved(list.With(ListedTree.Of(directory, done, layout), layout), options.Mirror, directory, cancellation).Write(layout, options.Mirror);
        return result;
    }

    /// <summary>Takes a mirror's tree away. What Chantal did not put there stays, and so does a directory that is not this mirror's.</summary>
    /// <returns>Whether the tree is gone; false: files that are not the mirror's are left.</returns>
    public bool Unpublish(string mirror, string directory, CancellationToken cancellation)
    {
        var written = _places.Require(mirror, directory);
        var place = DirectoryPlace.Resolve(written);
        var list = TreeList.Read(layout, mirror);
        var record = !Directory.Exists(place) ? null : Owner.Claim(place, mirror, null, () => list.Knows(place, layout), takesOver: false);
        var listed = list.Trees.Where(t => DirectoryPlace.IsSame(t.In(layout), place)).SelectMany(t => t.Ids);

        // A link to where the tree is was made by somebody else: it stays, and so does the directory that it leads to.
        var isLink = FileIdentity.Of(written) is { Kind: FileKind.Link };
        var isGone = record is null || Remover(mirror).Remove(place, record, listed, cancellation, keepsDirectory: isLink);
        (isGone ? list.Without(place, layout) : list.With(ListedTree.Of(place, record! with { Current = null, Pending = null, Superseded = [] }, layout), layout)).Write(layout, mirror);
        return isGone;
    }

    private void LookForForeign(PublishRun run, string directory, PublishOptions options, CancellationToken cancellation)
    {
        if (!options.FromScratch)
        {
            return;
        }

        var foreign = run.FindForeign(cancellation);
        if (foreign.Count == 0)
        {
            return;
        }

        if (options.RemoveForeign)
        {
            run.RemoveForeign(cancellation);
            log.Info($"Removed {foreign} from '{directory}'.");
        }
        else
        {
            log.Warning(PublishingDiagnostics.ForeignFilesLeft(directory, foreign));
        }
    }

    // After another PublishPath: what was published at the one before is taken away, if it is really this mirror's and apart from the new one.
    private TreeList RemoveMoved(TreeList list, string mirror, string directory, CancellationToken cancellation)
    {
        foreach (var tree in list.Trees.Where(t => !DirectoryPlace.IsSame(t.In(layout), directory)))
        {
            var before = tree.In(layout);
            if (DirectoryPlace.Overlap(before, directory))
            {
                log.Warning(PublishingDiagnostics.EarlierTreeOverlaps(mirror, directory, before, Path.GetRelativePath(layout.PublishRoot, before)));
                continue;
            }

            if (TreeRecord.TryRead(before) is not null && Owner.Find(before, mirror) is { } record)
            {
                log.Info($"The mirror moved from '{before}'; what was published there is removed.");
                _ = Remover(mirror).Remove(before, record, tree.Ids, cancellation);
            }
            else if (Directory.Exists(before))
            {
                log.Warning(PublishingDiagnostics.EarlierTreeUnmarked(mirror, directory, before));
            }

            list = list.Without(before, layout);
        }

        return list;
    }

    private TreeRemover Remover(string mirror) => new(layout, generations, layout.Staging(mirror), log) { BeforeChange = BeforeChange };
}
