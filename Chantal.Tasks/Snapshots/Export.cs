using Chantal.Bundles;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Writes a snapshot to a file that is carried to a store without a network.</summary>
[MSBuildMultiThreadableTask]
public sealed class Export : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var file = DefinitionPath(Values.Require("Bundle", "-p:Bundle=/media/usb/2025-02.tar"));
        var volumeSize = Values.BytesOrNull("VolumeSize");
        var since = Values.TextOrNull("Since");
        var name = RequireName();
        var mirrors = ReadMirrors();
        var states = mirrors.Where(m => Refs.Snapshot(name, m.Name) is not null).Select(m => new BundledState(m.Name, Refs.Snapshot(name, m.Name)!)).ToList();
        if (states.Count == 0)
        {
            throw Snapshots.Missing(name, [.. mirrors.Select(m => m.Name)]);
        }

        for (var at = 0; at < states.Count; at++)
        {
            var mirror = states[at].Mirror;
            states[at] = states[at] with { Statement = await Statements.GiveAsync(name, mirror, () => SignerOf(mirror), cancellation) };
        }

        var header = new BundleHeader { Name = name, States = states, Since = since };
        var result = new BundleExport(Layout, Generations, TimeProvider.System, Reporter).Write(header, Present(states, since), file, volumeSize, cancellation);
        Reporter.Info($"Wrote '{string.Join("', '", result.Files)}': {name} of {string.Join(", ", states.Select(s => s.Mirror))}, {Quantity.Count(result.Blobs, "blob")} ({Quantity.Bytes(result.Bytes)}).");
    }

    // A mirror that is new since then is exported whole.
    private List<GenerationId> Present(List<BundledState> states, string? since)
    {
        if (since is null)
        {
            return [];
        }

        List<GenerationId> present = [.. states.Select(s => StateName.Find(Refs, since, s.Mirror)).OfType<GenerationId>()];
        return present.Count > 0 ? present : [StateName.Require(Refs, since, states[0].Mirror, "Since")];
    }
}
