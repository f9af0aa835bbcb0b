using Chantal.Definitions;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Fetches damaged content of one mirror again, and repairs its published trees.</summary>
public sealed class RepairMirror : TransferTask
{
    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>The mirror's base URLs, separated by <c>;</c>; they count where the plan does not know a file.</summary>
    public string Upstream { get; set; } = "";

    /// <summary>The mirror's plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>The mirror's published directory.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary><c>hard</c>, <c>symbolic</c> or <c>copy</c>.</summary>
    [Required]
    public string LinkMode { get; set; } = "";

    /// <summary>How long files outlive the generation that named them, such as <c>3d</c>.</summary>
    [Required]
    public string GracePeriod { get; set; } = "";

    /// <summary><c>true</c>: files in the trees that Chantal did not put there are removed.</summary>
    public string RemoveForeign { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var damage = DamageList.Read(Damage).Where(d => d.Mirror == MirrorName).ToList();
        if (damage.Count == 0)
        {
            return;
        }

        LockMirror();
        var fetched = await RepairBlobsAsync([.. damage.Where(d => d.Kind == DamageKind.Blob)], cancellation);
        var mode = PropertyValue.Choice<Store.Publishing.LinkMode>(nameof(LinkMode), LinkMode);
        foreach (var tree in damage.GroupBy(d => d.Snapshot).Where(IsWhole))
        {
            RepairTree(tree.Key, mode, cancellation);
        }

        Reporter.Info($"Fetched {fetched} damaged blobs again.");
    }

    private async Task<long> RepairBlobsAsync(IReadOnlyCollection<Damage> damage, CancellationToken cancellation)
    {
        if (damage.Count == 0)
        {
            return 0;
        }

        IReadOnlyList<string> upstreams = Upstream.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<PlanBase> bases = [];
        if (File.Exists(Plan))
        {
            using var plan = PlanReader.Open(Plan);
            (upstreams, bases) = (plan.Header.Upstreams, plan.Header.Bases);
        }

        var blobs = Blobs(trustsHashCache: false);
        return await new BlobRepair(Fetcher(blobs, upstreams, bases), blobs, Options.MaxParallelDownloads, Reporter).RepairAsync(damage, Plan, cancellation);
    }

    // A tree is repaired when everything that it shows is there again; until then what it has stays.
    private bool IsWhole(IEnumerable<Damage> damage) =>
        damage.All(d => d.Kind != DamageKind.Manifest && (d.Kind != DamageKind.Blob || File.Exists(Layout.Blob(Sha256Digest.Parse(d.Sha256!)))));

    private void RepairTree(string? snapshot, Store.Publishing.LinkMode mode, CancellationToken cancellation)
    {
        if (snapshot is not null)
        {
            if (Refs.Snapshot(snapshot, MirrorName) is { } frozen)
            {
                new SnapshotTree(Layout, Generations, Reporter).Repair(snapshot, new SnapshotMirror(MirrorName, mode), frozen.Target, Refs.ChannelsOf(snapshot, MirrorName), PropertyValue.Flag(nameof(RemoveForeign), RemoveForeign), cancellation);
            }
        }
        else if (Refs.Mirror(MirrorName) is { } head)
        {
            var options = new PublishOptions
            {
                Mirror = MirrorName,
                Directory = PublishDirectory,
                LinkMode = mode,
                GracePeriod = PropertyValue.Duration(nameof(GracePeriod), GracePeriod),
                FromScratch = true,
                RemoveForeign = PropertyValue.Flag(nameof(RemoveForeign), RemoveForeign),
            };
            _ = new Publisher(Layout, Generations, TimeProvider.System, Reporter).Publish(options, head, cancellation);
        }
    }
}
