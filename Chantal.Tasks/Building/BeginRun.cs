using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>Begins the report of a sync: from here on, whatever ends the sync leaves one.</summary>
[MSBuildMultiThreadableTask]
public sealed class BeginRun : MirrorTask
{
    private protected override string? Step => null;

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        // Asked for here: it is needed when this task is gone.
        var index = Index;
        RunLog!.Sync = new RunRecorder(Layout, MirrorName, RunLog.Run, TimeProvider.System)
        {
            MetricsDirectory = Values.PathOrNull("MetricsDirectory"),
            StoreBytes = index.Blobs.StoredBytes,
        };
        return Task.CompletedTask;
    }
}
