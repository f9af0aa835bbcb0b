using Chantal.Definitions;
using Chantal.Runs;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Lists every run of mirrors as their reports have it: those that failed, were interrupted or had nothing to do, as well; and every promotion with who did it.</summary>
[MSBuildMultiThreadableTask]
public sealed class History : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var mirrors = ReadMirrors();
        List<PastRun> runs = [.. mirrors.SelectMany(m => RunHistory.Of(new RunStore(Layout, m.Name).Runs()))];
        List<PastMove> moves = [.. mirrors.SelectMany(m => PastMove.Of(Refs, m.Name))];
        await ShowAsync(OutputFormat == ListFormat.Json ? RunHistory.ToJson(runs, moves) : RunHistory.ToText(runs, moves), cancellation);
    }
}
