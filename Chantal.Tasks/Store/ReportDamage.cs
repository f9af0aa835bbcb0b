using Chantal.Diagnostics;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what a verification found, and after a repair what of it is still so.</summary>
public sealed class ReportDamage : MirrorTask
{
    // Findings that are told one by one.
    private const int MostTold = 50;

    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var repaired = Values.Flag("Repair");
        var recheck = new DamageCheck(Layout, Index, Refs);
        long left = 0;
        foreach (var finding in DamageList.Read(Damage).Where(d => !repaired || recheck.IsDamaged(d, cancellation)))
        {
            if (++left <= MostTold)
            {
                Reporter.Error(DiagnosticCodes.VerificationFailed, $"{finding.Text} {Advice(finding, repaired)}");
            }
        }

        if (left > MostTold)
        {
            Reporter.Error(DiagnosticCodes.VerificationFailed, $"{left - MostTold} more faults are listed in '{Damage}'.");
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    private static string Advice(Damage finding, bool repaired) => finding switch
    {
        { Kind: DamageKind.Foreign, Mirror: "" } => "Move it away.",
        { Kind: DamageKind.Unmarked } => "If it is the mirror's all the same, run Sync once with -p:TakeOver=true.",
        { Kind: DamageKind.Foreign } => "Move it away, or run Verify with -p:Repair=true -p:RemoveForeign=true.",
        { Kind: DamageKind.Manifest, Snapshot: null } => "Run the Rebuild target to make it anew.",
        { Kind: DamageKind.Manifest } => "Import the snapshot again, or delete it with the DeleteSnapshot target.",
        { Kind: DamageKind.Blob, Snapshot: null } when repaired => "Upstream does not have it any more; run the Rebuild target with -p:GracePeriod=0, which does without it.",
        { Kind: DamageKind.Blob } when repaired => "Upstream does not have it any more; import the snapshot again, or delete it with the DeleteSnapshot target.",
        _ when repaired => "It could not be repaired; look at the errors above.",
        _ => "Run Verify with Repair=true.",
    };
}
