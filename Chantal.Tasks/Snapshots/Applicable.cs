using Chantal.Definitions;
using Chantal.Hosts.Updates;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what mirrors hold for hosts: which updates and advisories, which of their packages no mirror has, and which are newer.</summary>
[MSBuildMultiThreadableTask]
public sealed class Applicable : SnapshotTask
{
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        _ = Values.Require("Hosts", "-p:Hosts=hosts/");
        var state = new HostState(Values.TextOrNull("Channel"), Values.TextOrNull("SnapshotName"));
        var applicable = new HostUpdates(Layout, Refs, Generations, Reporter).Read(Values.PathOrNull("Hosts")!, [.. ReadMirrors().Select(m => m.Name)], state, cancellation);
        if (OutputFormat == ListFormat.Json && Values.PathOrNull("OutputFile") is { } file)
        {
            ApplicableJson.Write(applicable, file);
        }
        else
        {
            await ShowAsync(applicable.ToText(OutputFormat), cancellation);
        }

        if (Values.TextOrNull("OutputFile") is not null)
        {
            Reporter.Info(applicable.Summary);
        }
    }
}
