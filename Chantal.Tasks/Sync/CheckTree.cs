using Chantal.Store.Publishing;

namespace Chantal.Tasks;

/// <summary>Checks that the mirror can be published where its definition says, before anything is fetched.</summary>
public sealed class CheckTree : StoreTask
{
    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        new TreePlaces(Layout, Generations).Check(MirrorName, PublishDirectory, Values.Flag("TakeOver"));
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
