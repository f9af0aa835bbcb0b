using Chantal.Definitions;
using Chantal.Runs;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Lists every run of mirrors as their reports have it: those that failed, were interrupted or had nothing to do, as well.</summary>
[MSBuildMultiThreadableTask]
public sealed class History : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        List<PastRun> runs = [.. ReadMirrors().SelectMany(m => RunHistory.Of(new RunStore(Layout, m.Name).Runs()))];
        await ShowAsync(OutputFormat == ListFormat.Json ? RunHistory.ToJson(runs) : RunHistory.ToText(runs), cancellation);
    }
}
