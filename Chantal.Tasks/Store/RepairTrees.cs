using Chantal.OpenPgp;
using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Makes the published trees of one mirror what they should be, after its content was repaired.</summary>
[MSBuildMultiThreadableTask]
public sealed class RepairTrees : MirrorTask
{
    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    private SnapshotStore Snapshots => new(Layout, Refs, Generations, TimeProvider.System, Reporter);

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var damage = DamageList.Read(Damage).Where(d => d.Mirror == MirrorName).ToList();
        if (damage.Count > 0)
        {
            LockMirror();
            // Every tree may show a content that was damaged, whichever it was found in.
            var others = damage.Any(d => d.Kind == DamageKind.Blob) ? Refs.Snapshots().Where(s => Refs.HasSnapshot(s, MirrorName)) : [];
            foreach (var tree in damage.Where(d => d.Kind is not (DamageKind.Address or DamageKind.Statement)).Select(d => d.Snapshot).Concat(others).Distinct().ToList())
            {
                if (tree is null)
                {
                    RepairHead(cancellation);
                }
                else
                {
                    RepairSnapshot(tree, cancellation);
                }
            }

            new SnapshotAddresses(Layout, Refs, Generations, Reporter).Repair(MirrorName);
            if (damage.Any(d => d.Kind == DamageKind.Statement))
            {
                var signer = SignerOf(Values, MirrorType);
                await new StatementFiles(Layout, Refs, Reporter).RepairAsync(MirrorName, signer is null ? null : SignatureVerifier.Of(signer, TimeProvider.System), signer, cancellation);
            }
        }
    }

    // The tree is repaired when everything that the head has is there again; until then what it has stays.
    private void RepairHead(CancellationToken cancellation)
    {
        if (Refs.Mirror(MirrorName) is not { } head || !Generations.IsIntact(head) || !Generations.IsStored(head))
        {
            return;
        }

        var options = Publishing with { FromScratch = true, RemoveForeign = Values.Flag("RemoveForeign") };
        _ = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Publish(options, head, cancellation);
    }

    private void RepairSnapshot(string snapshot, CancellationToken cancellation)
    {
        if (Refs.Snapshot(snapshot, MirrorName) is { } frozen && Generations.IsIntact(frozen.Target))
        {
            var mirror = new SnapshotMirror(MirrorName, Values.Choice<LinkMode>("LinkMode")) { GracePeriod = Values.Duration("GracePeriod") };
            Snapshots.Repair(snapshot, mirror, frozen.Target, Values.Flag("RemoveForeign"), cancellation);
        }
    }
}
