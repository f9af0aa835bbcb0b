using Chantal.Definitions;
using Chantal.Runs;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Lists mirrors with their last runs: as a table in the log, or as text or JSON in a file.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListMirrors : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var mirrors = Mirrors
            .Select(m => new ListedMirror(m.ItemSpec, m.GetMetadata("MirrorType"), m.GetMetadata("Definition"), new RunStore(LayoutOf(m), m.ItemSpec).Last()))
            .OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        await ShowAsync(OutputFormat == ListFormat.Json ? MirrorList.ToJson(mirrors) : MirrorList.ToText(mirrors), cancellation);
        if (SpeaksForAll)
        {
            Left.Warn([.. mirrors.Select(m => m.Name)]);
        }
    }
}
