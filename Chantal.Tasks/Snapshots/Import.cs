using Chantal.Bundles;
using Chantal.Definitions;
using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Takes bundles into the store; each snapshot appears when all of it is there and verified.</summary>
[MSBuildMultiThreadableTask]
public sealed class Import : MirrorTask
{
    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = new ImportOptions(
            Values.Choice<LinkMode>("LinkMode"),
            Values.Flag("PublishSnapshot"),
            Values.Flag("UpdateLatest"));
        var snapshots = new SnapshotStore(Layout, Refs, Generations, TimeProvider.System, Reporter);
        new BundleImport(Layout, Context.Blobs(trustsHashCache: true), Index, snapshots, TimeProvider.System, Reporter).Import(Files(), options, cancellation);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private List<string> Files()
    {
        var patterns = Values.List("Bundle");
        return patterns.Count > 0 ? [.. patterns.Select(DefinitionPath).SelectMany(Require)] : throw DefinitionDiagnostics.Missing("Bundle", "-p:Bundle=/media/usb/2025-02.tar");
    }

    private static List<string> Require(string pattern) =>
        Matches(pattern).ToList() is { Count: > 0 } files ? files : throw BundleDiagnostics.FileMissing(pattern);

    private static IEnumerable<string> Matches(string pattern)
    {
        var directory = Path.GetDirectoryName(pattern)!;
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, Path.GetFileName(pattern)).Order(StringComparer.Ordinal) : [];
    }
}
