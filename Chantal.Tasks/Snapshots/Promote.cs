using Chantal.Definitions;

namespace Chantal.Tasks;

/// <summary>Makes a channel such as <c>prod</c> show a snapshot, at once; back again is the same with the snapshot from before.</summary>
public sealed class Promote : SnapshotTask
{
    /// <summary>The channel.</summary>
    public string Channel { get; set; } = "";

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var channel = Channel.Length > 0 ? Channel : throw PropertyValue.Missing("Channel", "-p:Channel=prod");
        Snapshots.Promote(ReadMirrors(), channel, RequireName(), cancellation);
        return Task.CompletedTask;
    }
}
