using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Takes away what the store holds of a mirror that is not defined any more. Content that nothing needs then is removed by CollectGarbage.</summary>
[MSBuildMultiThreadableTask]
public sealed class Retire : SnapshotTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var mirror = Values.Require("RetiredMirror", "-p:RetiredMirror=debian-old");
        Left.Retire(mirror, [.. ReadMirrors().Select(m => m.Name)], Values.Flag("Force"), cancellation);
        RemoveMetrics(mirror);
        return Task.CompletedTask;
    }
}
