using Chantal.Definitions;
using Chantal.Diagnostics;
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
        var mirrors = ReadMirrors().Select(m => m.Name).ToList();
        var compared = mirrors.FindAll(m => StateName.Find(Refs, from, m) is not null && StateName.Find(Refs, to, m) is not null);
        foreach (var mirror in compared.Count == 0 ? [] : mirrors.Except(compared))
        {
            Reporter.Warning(SnapshotDiagnostics.MirrorNotCompared(StateName.Find(Refs, from, mirror) is null ? from : to, mirror));
        }

        // Where no mirror has the two, a name is wrong, and it is said which.
        var diffs = (compared.Count == 0 ? mirrors : compared).Select(m => comparison.Compare(m, from, to, cancellation)).ToList();
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
