using Chantal.Text;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Brings damaged content of one mirror back: made again or fetched.</summary>
[MSBuildMultiThreadableTask]
public sealed class RepairMirror : MirrorTask
{
    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>The record of the definition.</summary>
    [Required]
    public string DefinitionRecord { get; set; } = "";

    /// <summary>The mirror's plan.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the mirror's state has lost something that only a sync can make again.</summary>
    [Output]
    public bool NeedsRebuild { get; private set; }

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var damage = DamageList.Read(Damage).Where(d => d.Mirror == MirrorName).ToList();
        if (damage.Count == 0)
        {
            return;
        }

        LockMirror();
        var definition = Values.With(ItemPatterns.Restore(Mirror!.GetMetadata("Project"), [.. Items.Select(DefinitionItems.Read)], ((IBuildEngine6)BuildEngine).GetGlobalProperties()));
        await new ContentRepair(Context, definition, DefinitionRecord, Plan).RepairAsync(MirrorType, [.. damage.Where(d => d.Kind == DamageKind.Blob)], cancellation);
        var lost = new LostContent(Layout, Generations, damage);
        if (lost.Damaged > 0)
        {
            Reporter.Info($"Repaired {lost.Recovered} of {Quantity.Count(lost.Damaged, "damaged blob")}.");
        }

        NeedsRebuild = damage.Any(d => d is { Kind: DamageKind.Manifest, Snapshot: null }) || (Refs.Mirror(MirrorName) is { } head && lost.ConcernsMetadata(head));

        // A sync takes it again, maybe on another node.
        UnlockMirror();
    }
}
