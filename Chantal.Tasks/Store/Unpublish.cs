using Chantal.Store.Publishing;

namespace Chantal.Tasks;

/// <summary>Takes the mirror's published tree away; the store keeps its content.</summary>
public sealed class Unpublish : MirrorTask
{
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        _ = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Unpublish(MirrorName, PublishDirectory, cancellation);
        Reporter.Info($"{MirrorName} is no longer published in {PublishDirectory}; its content stays in the store.");
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
