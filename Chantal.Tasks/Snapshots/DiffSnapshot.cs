using Chantal.Definitions;
using Chantal.Plans;
using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says which packages are different between two states of mirrors, and which advisories come with that.</summary>
[MSBuildMultiThreadableTask]
public sealed class DiffSnapshot : SnapshotTask
{
    /// <summary>How many packages are different.</summary>
    [Output]
    public int Changes { get; private set; }

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var from = Values.Require("From", "-p:From=2025-01 -p:To=2025-02");
        var to = Values.Text("To");
        var format = OutputFormat;
        var comparison = new StateComparison(Layout, Refs, Generations);
        var diffs = ReadMirrors().Select(m => comparison.Compare(m.Name, from, to, cancellation)).ToList();
        Changes = diffs.Sum(d => d.Packages.Count);
        var text = format == ListFormat.Json && diffs.Count != 1 ? ToJson(diffs) : string.Join('\n', diffs.Select(d => d.ToText(format)));
        await ShowAsync(text, cancellation);
        if (Values.TextOrNull("OutputFile") is not null)
        {
            diffs.ForEach(d => Reporter.Info(d.Summary));
        }
    }

    private static string ToJson(List<StateDiff> diffs)
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartArray();
            diffs.ForEach(d => d.WriteJson(json));
            json.WriteEndArray();
        });
    }
}
