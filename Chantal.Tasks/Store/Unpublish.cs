using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Takes the mirror's published tree away; the store keeps its content.</summary>
[MSBuildMultiThreadableTask]
public sealed class Unpublish : MirrorTask
{
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        new ClientFiles(Layout, Refs, Generations, Reporter).RemoveHead(MirrorName);
        _ = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Unpublish(MirrorName, PublishDirectory, cancellation);
        Reporter.Info($"{MirrorName} is no longer published in {PublishDirectory}; its content stays in the store.");
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
