using System.Text;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>The reports of a mirror's runs: the last one in a file of its own, and the last few hundred as lines of another.</summary>
internal sealed class RunStore(StoreLayout layout, string mirror)
{
    // A sync each night for more than a year, in a file that is read at once.
    private const int MostRuns = 400;

    /// <summary>The last run's report.</summary>
    public string LastRunFile => Path.Combine(layout.State(mirror), "last-run.json");

    private string RunsFile => Path.Combine(layout.State(mirror), "runs.jsonl");

    /// <summary>The last run that left a report, or null.</summary>
    public RunReport? Last() => File.Exists(LastRunFile) ? RunReport.TryParse(File.ReadAllText(LastRunFile)) : null;

    /// <summary>The runs, the latest first. A line that cannot be read is passed over.</summary>
    public IReadOnlyList<RunReport> Runs() => [.. Lines().Select(RunReport.TryParse).OfType<RunReport>().Reverse()];

    /// <summary>Writes a run's report; what is read meanwhile is the old report or the new one.</summary>
    public void Write(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(layout.State(mirror));
        if (report.Outcome != RunOutcome.StartedOver)
        {
            WholeFile.Write(RunsFile, string.Concat(Lines().TakeLast(MostRuns - 1).Append(report.ToJsonLine()).Select(line => line + "\n")));
        }

        WholeFile.Write(LastRunFile, report.ToJson());
    }

    private string[] Lines() => File.Exists(RunsFile) ? File.ReadAllLines(RunsFile, Encoding.UTF8) : [];
}
