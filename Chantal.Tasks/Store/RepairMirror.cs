using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Chantal.Text;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Fetches damaged content of one mirror again, and repairs its published trees.</summary>
public sealed class RepairMirror : MirrorTask
{
    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>The mirror's plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var damage = DamageList.Read(Damage).Where(d => d.Mirror == MirrorName).ToList();
        if (damage.Count == 0)
        {
            return;
        }

        LockMirror();
        var fetched = await RepairBlobsAsync([.. damage.Where(d => d.Kind == DamageKind.Blob)], cancellation);
        var mode = Values.Choice<LinkMode>("LinkMode");
        foreach (var tree in damage.GroupBy(d => d.Snapshot).Where(IsWhole))
        {
            RepairTree(tree.Key, mode, cancellation);
        }

        Reporter.Info($"Fetched {Quantity.Count(fetched, "damaged blob")} again.");
    }

    private async Task<long> RepairBlobsAsync(IReadOnlyCollection<Damage> damage, CancellationToken cancellation)
    {
        if (damage.Count == 0)
        {
            return 0;
        }

        var blobs = Context.Blobs(trustsHashCache: false);
        return await new BlobRepair(Context.Fetcher(blobs, ReadUpstreams()), blobs, Context.Parallelism, Reporter).RepairAsync(damage, Plan, cancellation);
    }

    // Where the plan does not say it, the definition does.
    private UpstreamMap ReadUpstreams()
    {
        if (!File.Exists(Plan))
        {
            return new UpstreamMap(Values.List("Upstream"), []);
        }

        using var plan = PlanReader.Open(Plan);
        var format = RepositoryFormats.Find(plan.Header.Type);
        return new UpstreamMap(plan.Header.Upstreams, plan.Header.Bases, format?.UpstreamsOf(Values)) { WholeUrl = format?.WholeUrls(Layout.State(MirrorName)) };
    }

    // A tree is repaired when everything that it shows is there again; until then what it has stays.
    private bool IsWhole(IEnumerable<Damage> damage) =>
        damage.All(d => d.Kind != DamageKind.Manifest && (d.Kind != DamageKind.Blob || File.Exists(Layout.Blob(Sha256Digest.Parse(d.Sha256!)))));

    private void RepairTree(string? snapshot, LinkMode mode, CancellationToken cancellation)
    {
        if (snapshot is not null)
        {
            if (Refs.Snapshot(snapshot, MirrorName) is { } frozen)
            {
                new SnapshotTree(Layout, Generations, Reporter).Repair(snapshot, new SnapshotMirror(MirrorName, mode), frozen.Target, Refs.ChannelsOf(snapshot, MirrorName), Values.Flag("RemoveForeign"), cancellation);
            }
        }
        else if (Refs.Mirror(MirrorName) is { } head)
        {
            var options = new PublishOptions
            {
                Mirror = MirrorName,
                Directory = PublishDirectory,
                LinkMode = mode,
                GracePeriod = Values.Duration("GracePeriod"),
                FromScratch = true,
                RemoveForeign = Values.Flag("RemoveForeign"),
            };
            _ = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Publish(options, head, cancellation);
        }
    }
}
