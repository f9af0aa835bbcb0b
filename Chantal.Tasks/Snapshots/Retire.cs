using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Takes away what the store holds of a mirror that is not defined any more. Content that nothing needs then is removed by CollectGarbage.</summary>
[MSBuildMultiThreadableTask]
public sealed class Retire : SnapshotTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var mirror = Values.Require("RetiredMirror", "-p:RetiredMirror=debian-old");
        new LeftMirrors(Layout, Refs, Generations, TimeProvider.System, Reporter).Retire(mirror, [.. ReadMirrors().Select(m => m.Name)], Values.Flag("Force"), cancellation);
        return Task.CompletedTask;
    }
}
