using Chantal.Bundles;
using Chantal.Diagnostics;
using Chantal.Store.Collection;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Removes content that no mirror, snapshot, channel, published tree or plan needs.</summary>
[MSBuildMultiThreadableTask]
public sealed class CollectGarbage : MirrorTask
{
    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var dry = Values.Flag("DryRun");
        var age = Values.Duration("CollectAfter");
        var result = new GarbageCollector(Layout, Generations, Index, TimeProvider.System, Reporter).Collect(age, dry, cancellation);
        foreach (var import in PendingImports.All(Layout).Where(i => i.Fault is not null && !result.UnreadableImports.Contains(i.Id)))
        {
            Reporter.Warning(CollectionDiagnostics.ImportUnreadable(import.Id, import.Fault!));
        }

        Reporter.Info(
            $"{(dry ? "Would remove" : "Removed")} {Quantity.Count(result.Blobs, "content")}, {Quantity.Count(result.Generations, "state")} and {Quantity.Count(result.Partials, "download")}, {Quantity.Bytes(result.Bytes)}; {Quantity.Count(result.KeptBlobs, "content is", "contents are")} needed.");
        return Task.CompletedTask;
    }
}
