using Chantal.Diagnostics;

namespace Chantal.Store.Publishing;

/// <summary>A tree that is built aside, whole, and put in place by one rename: of a snapshot, or the first one of a channel.</summary>
internal sealed class WholeTree(StoreLayout layout, GenerationStore generations, ILog log)
{
    /// <summary>Called before the tree is put in place; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Builds a tree and puts it in place.</summary>
    /// <param name="place">Its place: free, or a link, which is replaced.</param>
    /// <param name="staging">Where it is built.</param>
    /// <param name="generation">What it shows.</param>
    /// <param name="record">Whose it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many files were linked.</returns>
    public long Publish(string place, string staging, GenerationId generation, TreeRecord record, CancellationToken cancellation)
    {
        var building = Path.Combine(staging, "whole");
        DirectoryTree.Delete(staging);
        var tree = new PublishedTree(building) { Mode = layout.PublishMode };
        var linker = new BlobLinker(layout, record.LinkMode, Path.Combine(staging, "links"), log);
        long files = 0;
        using (var manifest = generations.Open(generation))
        {
            while (manifest.ReadPath(out _))
            {
                cancellation.ThrowIfCancellationRequested();
                var (path, content) = manifest.LastContent();
                tree.EnsureParent(path);
                _ = linker.Link(content, tree.PathOf(path), $"{place}/{path}");
                files++;
            }
        }

        ServedDirectory.Create(building, layout.PublishMode);
        (record with { Current = generation.ToString() }).Write(building, layout.Durability);
        layout.Durability.FlushFileSystem(building);
        BeforeChange?.Invoke();
        ServedDirectory.Create(Path.GetDirectoryName(place)!, layout.PublishMode);
        Put(building, place);
        layout.Durability.FlushFileSystem(place);
        DirectoryTree.Delete(staging);
        return files;
    }

    private static void Put(string building, string place)
    {
        if (new FileInfo(place).LinkTarget is null)
        {
            DirectoryTree.Move(building, place);
        }
        else if (Posix.TryExchange(building, place) is 0)
        {
            File.Delete(building);
        }
        else
        {
            // Some network file systems cannot exchange two names: there nothing is shown for an instant.
            File.Delete(place);
            DirectoryTree.Move(building, place);
        }
    }
}
