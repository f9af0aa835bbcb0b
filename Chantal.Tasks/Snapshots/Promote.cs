using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Makes a channel such as <c>prod</c> show a snapshot, at once. To roll back, promote the previous snapshot.</summary>
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
