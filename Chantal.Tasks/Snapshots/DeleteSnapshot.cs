using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Deletes a snapshot with its tree, unless a channel shows it. Content that nothing needs then is removed by CollectGarbage.</summary>
[MSBuildMultiThreadableTask]
public sealed class DeleteSnapshot : SnapshotTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        Snapshots.Delete(ReadMirrors(), RequireName(), Values.Flag("Force"));
        return Task.CompletedTask;
    }
}
