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

    /// <summary>Publishes a snapshot, unless it is there.</summary>
    /// <returns>How many files were linked.</returns>
    public long Publish(string snapshot, SnapshotMirror mirror, GenerationId generation, CancellationToken cancellation)
    {
        var place = layout.PublishedSnapshot(snapshot, mirror.Name);
        if (Directory.Exists(place))
        {
            return 0;
        }

        var building = Path.Combine(layout.Staging(mirror.Name), $"snapshot-{snapshot}");
        Delete(building);
        var tree = new PublishedTree(building, log);
        var linker = new BlobLinker(layout, mirror.LinkMode, Path.Combine(layout.Staging(mirror.Name), "links"), log);
        long files = 0;
        using (var manifest = generations.Open(generation))
        {
            while (manifest.Read() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                tree.EnsureParent(entry.Path);
                _ = linker.Link(entry.Sha256!.Value, tree.PathOf(entry.Path), $"{place}/{entry.Path}");
                files++;
            }
        }

        Directory.CreateDirectory(building);
        BeforeChange?.Invoke();
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Directory.Move(building, place);
        Delete(layout.Staging(mirror.Name));
        return files;
    }

    /// <summary>Makes a tree that is there what it should be: links that are wrong are replaced one by one, what is foreign goes.</summary>
    public void Mend(string snapshot, SnapshotMirror mirror, GenerationId generation, CancellationToken cancellation)
    {
        var tree = new PublishedTree(layout.PublishedSnapshot(snapshot, mirror.Name), log);
        if (!Directory.Exists(tree.Root))
        {
            return;
        }

        var linker = new BlobLinker(layout, mirror.LinkMode, Path.Combine(layout.Staging(mirror.Name), "links"), log);
        using (var manifest = generations.Open(generation))
        {
            PlanEntry? entry = null;
            var wanted = manifest.ReadAll().Select(e => (entry = e).Path);
            foreach (var (path, isWanted, isThere) in TreeComparison.Of(wanted, tree.Files()))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!isWanted)
                {
                    _ = tree.Remove(path);
                }
                else if (!isThere || !linker.Shows(entry!.Sha256!.Value, tree.PathOf(path)))
                {
                    BeforeChange?.Invoke();
                    tree.EnsureParent(path);
                    _ = linker.Link(entry!.Sha256!.Value, tree.PathOf(path));
                }
            }
        }

        Delete(layout.Staging(mirror.Name));
    }

    /// <summary>Takes a snapshot's tree away: out of sight by one rename, then for good.</summary>
    public void Remove(string snapshot, string mirror)
    {
        var place = layout.PublishedSnapshot(snapshot, mirror);
        var removed = Path.Combine(layout.Staging(mirror), $"removed-{snapshot}");
        Delete(removed);
        if (Directory.Exists(place))
        {
            BeforeChange?.Invoke();
            Directory.CreateDirectory(Path.GetDirectoryName(removed)!);
            Directory.Move(place, removed);
        }

        Delete(layout.Staging(mirror));
        var parent = Path.GetDirectoryName(place)!;
        if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
            RemoveLatest(snapshot);
        }
    }

    /// <summary>Makes <c>latest</c> show a snapshot.</summary>
    public void PointLatest(string snapshot)
    {
        BeforeChange?.Invoke();
        PublishedLink.Set(layout.PublishedLatest, $"snapshots/{snapshot}", layout.PublishRoot);
    }

    private void RemoveLatest(string snapshot)
    {
        if (PublishedLink.TargetOf(layout.PublishedLatest) == $"snapshots/{snapshot}")
        {
            File.Delete(layout.PublishedLatest);
        }
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
