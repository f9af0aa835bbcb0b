using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks that the mirror can be published where its definition says, before anything is fetched.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckTree : MirrorTask
{
    /// <summary>Files that say that the tree is up to date; they are removed if the directory does not carry the mirror's record.</summary>
    public string[] Outdates { get; set; } = [];

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        if (!new TreePlaces(Layout, Generations).Check(MirrorName, PublishDirectory, Values.Flag("TakeOver")))
        {
            Array.ForEach(Array.FindAll(Outdates, File.Exists), File.Delete);
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
