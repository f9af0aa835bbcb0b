using Chantal.Diagnostics;

namespace Chantal.Store.Publishing;

/// <summary>
/// Takes a published tree away. A tree that holds nothing but what its manifests name goes out of the web server's sight by one rename, and then
/// for good; from any other one only what they name is removed.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="staging">Where a tree goes that is out of sight.</param>
/// <param name="log">Where it is told what is left.</param>
internal sealed class TreeRemover(StoreLayout layout, GenerationStore generations, string staging, ILog log)
{
    /// <summary>Called before each change; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Takes a tree away.</summary>
    /// <param name="directory">The tree, which the caller knows to be the mirror's.</param>
    /// <param name="record">Its record.</param>
    /// <param name="listed">Generations that the store lists for it, beside those of its record.</param>
    /// <param name="cancellation">Ends the work; the same call continues it.</param>
    /// <param name="keepsDirectory">Whether the directory itself stays, empty.</param>
    /// <returns>Whether the tree is gone; false: files are left that no manifest names.</returns>
    public bool Remove(string directory, TreeRecord record, IEnumerable<GenerationId> listed, CancellationToken cancellation, bool keepsDirectory = false)
    {
        var shown = Shown(record, listed);
        var tree = new PublishedTree(directory);
        var foreign = FindForeign(directory, record, listed, cancellation);

        // What is left of an earlier version may have another tree in it.
        var isAlone = foreign.Count == 0 && Files(tree, shown, withOtherTrees: true, cancellation).All(f => f.IsNamed);
        if (isAlone && !keepsDirectory && TryRemoveWhole(directory))
        {
            return true;
        }

        foreach (var (path, isNamed) in Files(tree, shown, withOtherTrees: false, cancellation))
        {
            if (isNamed)
            {
                BeforeChange?.Invoke();
                _ = tree.Remove(path);
            }
        }

        if (foreign.Count == 0)
        {
            File.Delete(Path.Combine(directory, TreeRecord.FileName));
        }
        else
        {
            // It stays this mirror's, so that it can be published there again.
            (record with { Current = null, Pending = null, Superseded = [] }).Write(directory, layout.Durability);
            log.Warning(PublishingDiagnostics.ForeignFilesLeftBehind(directory, foreign));
        }

        return foreign.Count == 0;
    }

    /// <summary>The files of a tree that no manifest of it names.</summary>
    public ForeignFileList FindForeign(string directory, TreeRecord record, IEnumerable<GenerationId> listed, CancellationToken cancellation)
    {
        var foreign = new ForeignFileList();
        foreach (var (path, _) in Files(new PublishedTree(directory), Shown(record, listed), withOtherTrees: false, cancellation).Where(f => !f.IsNamed))
        {
            foreign.Add(path);
        }

        return foreign;
    }

    private GenerationId[] Shown(TreeRecord record, IEnumerable<GenerationId> listed) =>
        [.. record.Generations.Select(GenerationId.TryParse).OfType<GenerationId>().Concat(listed).Distinct().Where(generations.Exists)];

    private bool TryRemoveWhole(string directory)
    {
        BeforeChange?.Invoke();
        // On the tree's file system.
        var removed = Path.Combine(staging, "removed");
        DirectoryTree.Delete(removed);
        _ = Directory.CreateDirectory(staging);
        try
        {
            DirectoryTree.Move(directory, removed);
        }
        catch (IOException)
        {
            // The directory is a file system of its own.
            return false;
        }

        DirectoryTree.Delete(staging);
        return true;
    }

    private IEnumerable<(string Path, bool IsNamed)> Files(PublishedTree tree, IReadOnlyList<GenerationId> shown, bool withOtherTrees, CancellationToken cancellation)
    {
        using var merge = new StateMerge(generations, [.. shown.Select(generations.Read)]);
        foreach (var (path, isNamed, isThere) in TreeComparison.Of(merge.Read().Select(m => m.Path), tree.Files(withOtherTrees: withOtherTrees)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (isThere)
            {
                yield return (path, isNamed);
            }
        }
    }
}
