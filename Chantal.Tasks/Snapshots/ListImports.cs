using Chantal.Bundles;
using Chantal.Definitions;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Lists the imports that are not complete, and what each waits for.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListImports : MirrorTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var blobs = Context.Blobs(trustsHashCache: true);
        var list = new ImportList([.. PendingImports.All(Layout).Select(i => ImportState.Of(i, blobs, cancellation))]);
        var text = OutputFormat == ListFormat.Text ? list.ToText() : list.ToJson();
        await ShowAsync(text, cancellation);
    }
}
