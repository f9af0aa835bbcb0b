using Chantal.Mirroring;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Shows a mirror's candidate to steps of the user's own, as a whole tree of links and a list of what is new in it. Called without a sync it shows the head, as if all of it were new.</summary>
[MSBuildMultiThreadableTask]
public sealed class LinkCandidate : MirrorTask
{
    /// <summary>The candidate; empty: the head.</summary>
    public string State { get; set; } = "";

    /// <summary>The tree, with a slash at its end.</summary>
    [Output]
    public string Tree { get; private set; } = "";

    /// <summary>The list of new and changed files, a path below the tree in each line.</summary>
    [Output]
    public string Changes { get; private set; } = "";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var (candidate, head) = (GenerationId.TryParse(State), Refs.Mirror(MirrorName));
        var state = candidate ?? head ?? throw PublishingDiagnostics.NothingStored(MirrorName);
        var tree = new CandidateTree(Layout, Generations, MirrorName, Reporter);
        var (files, added) = tree.Link(state, candidate is null ? null : head, cancellation);
        (Tree, Changes) = (tree.Root + "/", tree.Changes);
        Reporter.Info($"The state to check is in {tree.Root}: {Quantity.Count(files, "file")}, {added} of them new or changed.");
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
