using System.Text;
using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Mirroring;

/// <summary>
/// A mirror's candidate as steps of the user's own see it before it is published: the tree that would be served, whole, and a list of the paths whose content
/// the head does not have. It is made again each time, and stays when a step fails, for whoever looks for the reason.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="mirror">The mirror.</param>
/// <param name="log">Hears what is done.</param>
internal sealed class CandidateTree(StoreLayout layout, GenerationStore generations, string mirror, ILog log)
{
    /// <summary>The tree of links.</summary>
    public string Root => Path.Combine(layout.Candidate(mirror), "tree");

    /// <summary>The list of new and changed files: a path below the tree in each line.</summary>
    public string Changes => Path.Combine(layout.Candidate(mirror), "changes.txt");

    /// <summary>Links a state, and lists what is new in it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="head">What it would replace; null: nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many files there are, and how many of them are new.</returns>
    public (long Files, long New) Link(GenerationId state, GenerationId? head, CancellationToken cancellation)
    {
        Remove();
        var tree = new PublishedTree(Root);
        ServedDirectory.Create(Root, tree.Mode);
        var linker = new BlobLinker(layout, LinkMode.Hard, Path.Combine(layout.Candidate(mirror), "links"), log);
        using var changes = new StreamWriter(Changes, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        using var states = new StateMerge(generations, head is { } before ? [generations.Read(state), generations.Read(before)] : [generations.Read(state)]);
        var (files, added) = (0L, 0L);
        foreach (var (path, entries) in states.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (entries[0]?.Sha256 is not { } content)
            {
                continue;
            }

            tree.EnsureParent(path);
            _ = linker.Link(content, tree.PathOf(path));
            files++;
            if (entries.ElementAtOrDefault(1)?.Sha256 != content)
            {
                changes.WriteLine(path);
                added++;
            }
        }

        return (files, added);
    }

    /// <summary>Takes it away; the content stays in the store.</summary>
    public void Remove() => DirectoryTree.Delete(layout.Candidate(mirror));
}
