using Chantal.Diagnostics;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what a verification found, and after a repair what of it is still so.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportDamage : MirrorTask
{
    // Findings that are told one by one.
    private const int MostTold = 50;

    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>Whether a repair came before; only what is still so is told then.</summary>
    public bool IsRepaired { get; set; }

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var repaired = IsRepaired || Values.Flag("Repair");
        var recheck = new DamageCheck(Layout, Index, Refs);
        long left = 0;
        foreach (var finding in DamageList.Read(Damage).Where(d => !repaired || recheck.IsDamaged(d, cancellation)))
        {
            if (++left <= MostTold)
            {
                Reporter.Error(VerificationDiagnostics.Damaged(finding, repaired));
            }
        }

        if (left > MostTold)
        {
            Reporter.Error(VerificationDiagnostics.MoreDamaged(left - MostTold, Damage));
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }
}
