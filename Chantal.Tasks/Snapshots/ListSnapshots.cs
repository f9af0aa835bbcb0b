using Chantal.Definitions;
using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Lists snapshots and channels: as tables in the log, or as JSON in the log or a file.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListSnapshots : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var defined = ReadMirrors().Select(m => m.Name).ToList();
        IReadOnlyList<string> mirrors = [.. defined, .. Snapshots.Left(defined).Select(m => m.Name)];
        var list = new SnapshotList(Snapshots.Snapshots(mirrors), Snapshots.Channels(mirrors), Snapshots.ShownBy, Snapshots.IsShown);
        var text = OutputFormat == ListFormat.Text ? list.ToText() : list.ToJson();
        await ShowAsync(text, cancellation);
        if (SpeaksForAll)
        {
            Left.Warn(defined);
        }
    }
}
