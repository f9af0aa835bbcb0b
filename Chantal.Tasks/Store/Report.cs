using Chantal.Definitions;
using Chantal.Reports;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes a page about mirrors: how fresh and large they are, how they grew, their last syncs, snapshots and changes.</summary>
public sealed class Report : SnapshotTask
{
    /// <summary>The HTML file to write.</summary>
    [Required]
    public string OutputFile { get; set; } = "";

    /// <summary>How long after its last success a mirror is stale, such as <c>36h</c>.</summary>
    [Required]
    public string StaleAfter { get; set; } = "";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var stale = PropertyValue.Duration(nameof(StaleAfter), StaleAfter);
        var comparison = new StateComparison(Layout, Refs, Generations);
        var report = new ReportReader(Layout, Refs, Generations, Snapshots, (mirror, from, to) => comparison.Compare(mirror, from, to, cancellation))
            .Read(MirrorName, [.. ReadMirrors().Select(m => m.Name)], stale, TimeProvider.System.GetUtcNow().UtcDateTime, cancellation);
        var file = DefinitionPath(OutputFile);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        WholeFile.Write(file, ReportPage.Write(report));
        Reporter.Info($"The report is in {file}.");
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
