using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Makes a channel such as <c>prod</c> show a snapshot, at once; back again is the same with the snapshot from before.</summary>
[MSBuildMultiThreadableTask]
public sealed class Promote : SnapshotTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var channel = Values.Require("Channel", "-p:Channel=prod");
        Snapshots.Promote(ReadMirrors(), channel, RequireName(), cancellation);
        return Task.CompletedTask;
    }
}
