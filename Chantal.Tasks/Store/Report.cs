using Chantal.Hosts.Updates;
using Chantal.Reports;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes a page about mirrors: what is wrong and why, what came, how fresh and large they are, how they grew, and their snapshots.</summary>
[MSBuildMultiThreadableTask]
public sealed class Report : SnapshotTask
{
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var stale = Values.Duration("StaleAfter");
        List<string> mirrors = [.. ReadMirrors().Select(m => m.Name)];
        var report = new ReportReader(Layout, Refs, Generations, Snapshots)
            .Read(MirrorName, mirrors, stale, TimeProvider.System.GetUtcNow().UtcDateTime, cancellation);
        if (Values.PathOrNull("Hosts") is { } hosts)
        {
            var state = new HostState(Values.TextOrNull("Channel"), Values.TextOrNull("SnapshotName"));
            report = report with { Hosts = new HostUpdates(Layout, Refs, Generations, Reporter).Read(hosts, mirrors, state, cancellation) };
        }

        // In the store, and not in the published tree: a web server shows it only to those whom it is told to.
        var file = Values.PathOrNull("OutputFile") ?? Path.Combine(Layout.StoreRoot, "report.html");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        WholeFile.Write(file, ReportPage.Write(report));
        Reporter.Info($"The report is in {file}.");
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
