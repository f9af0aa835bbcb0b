using Chantal.Bundles;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Takes bundles into the store; each snapshot appears when all of it is there and verified.</summary>
public sealed class Import : StoreTask
{
    /// <summary>The files, separated by <c>;</c>; <c>*</c> and <c>?</c> in a name stand for several.</summary>
    public string Bundle { get; set; } = "";

    /// <summary><c>hard</c>, <c>symbolic</c> or <c>copy</c>.</summary>
    [Required]
    public string LinkMode { get; set; } = "";

    /// <summary><c>false</c>: only refs are made, no trees.</summary>
    public string Publish { get; set; } = "";

    /// <summary><c>true</c>: the link <c>latest</c> shows the snapshot.</summary>
    public string UpdateLatest { get; set; } = "";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = new ImportOptions(
            PropertyValue.Choice<Store.Publishing.LinkMode>(nameof(LinkMode), LinkMode),
            PropertyValue.Flag("PublishSnapshot", Publish, otherwise: true),
            PropertyValue.Flag(nameof(UpdateLatest), UpdateLatest));
        var snapshots = new SnapshotStore(Layout, Refs, Generations, TimeProvider.System, Reporter);
        new BundleImport(Layout, Blobs(), Index, snapshots, TimeProvider.System, Reporter).Import(Files(), options, cancellation);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private List<string> Files()
    {
        var patterns = Bundle.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return patterns.Length > 0 ? [.. patterns.Select(DefinitionPath).SelectMany(Require)] : throw PropertyValue.Missing(nameof(Bundle), "-p:Bundle=/media/usb/2025-02.tar");
    }

    private static List<string> Require(string pattern) =>
        Matches(pattern).ToList() is { Count: > 0 } files ? files : throw new MirrorException(DiagnosticCodes.BundleUnreadable, $"There is no file '{pattern}'. Correct Bundle.");

    private static IEnumerable<string> Matches(string pattern)
    {
        var directory = Path.GetDirectoryName(pattern)!;
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, Path.GetFileName(pattern)).Order(StringComparer.Ordinal) : [];
    }
}
