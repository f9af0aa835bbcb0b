using Chantal.Bundles;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Tasks;

/// <summary>Writes a snapshot to a file that is carried to a store without a network.</summary>
public sealed class Export : SnapshotTask
{
    /// <summary>The state that the other side has already, as a snapshot's or channel's name; empty: none.</summary>
    public string Since { get; set; } = "";

    /// <summary>The file to write.</summary>
    public string Bundle { get; set; } = "";

    /// <summary>Bytes of a volume, such as <c>4G</c>; empty: one volume.</summary>
    public string VolumeSize { get; set; } = "";

    private protected override Task ExecuteAsync(CancellationToken cancellation)
    {
        var file = Bundle.Length > 0 ? DefinitionPath(Bundle) : throw PropertyValue.Missing(nameof(Bundle), "-p:Bundle=/media/usb/2025-02.tar");
        long? volumeSize = VolumeSize.Length == 0 ? null : PropertyValue.Bytes(nameof(VolumeSize), VolumeSize, "bytes, such as 700M or 4G");
        var name = RequireName();
        var states = ReadMirrors().Where(m => Refs.Snapshot(name, m.Name) is not null).Select(m => new BundledState(m.Name, Refs.Snapshot(name, m.Name)!)).ToList();
        if (states.Count == 0)
        {
            throw new MirrorException(DiagnosticCodes.SnapshotMissing, $"There is no snapshot '{name}' of '{MirrorName}'. Correct SnapshotName, or make it with the Snapshot target.");
        }

        var header = new BundleHeader { Name = name, States = states, Since = Since.Length > 0 ? Since : null };
        var result = new BundleExport(Layout, Generations, TimeProvider.System, Reporter).Write(header, Present(states), file, volumeSize, cancellation);
        Reporter.Info($"Wrote '{string.Join("', '", result.Files)}': {name} of {string.Join(", ", states.Select(s => s.Mirror))}, {result.Blobs} blobs ({Quantity.Bytes(result.Bytes)}).");
        return Task.CompletedTask;
    }

    // A mirror that is new since then is exported whole.
    private List<GenerationId> Present(List<BundledState> states)
    {
        if (Since.Length == 0)
        {
            return [];
        }

        List<GenerationId> present = [.. states.Select(s => StateName.Find(Refs, Since, s.Mirror)).OfType<GenerationId>()];
        return present.Count > 0 ? present : [StateName.Require(Refs, Since, states[0].Mirror, nameof(Since))];
    }
}
