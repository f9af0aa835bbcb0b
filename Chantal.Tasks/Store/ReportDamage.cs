using Chantal.Diagnostics;
using Chantal.Runs;
using Chantal.Verification;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what a verification found, and after a repair what of it is still so.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportDamage : SnapshotTask
{
    /// <summary>The findings.</summary>
    [Required]
    public string Damage { get; set; } = "";

    /// <summary>Whether a repair came before; only what is still so is told then.</summary>
    public bool IsRepaired { get; set; }

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var repaired = IsRepaired || Values.Flag("Repair");
        var recheck = new DamageCheck(Layout, Index, Refs) { Keys = VerifierOf };
        long left = 0;
        var mirrors = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var finding in DamageList.Read(Damage).Where(d => !repaired || recheck.IsDamaged(d, cancellation)))
        {
            mirrors[finding.Mirror] = mirrors.GetValueOrDefault(finding.Mirror) + 1;
            if (++left <= BuildLog.MostOfAKind)
            {
                Reporter.Error(VerificationDiagnostics.Damaged(finding, repaired));
            }
        }

        // Whoever only repaired what a sync came across verified nothing.
        if (!IsRepaired && Values.TextOrNull("SnapshotName") is null)
        {
            Record(mirrors);
        }

        return left <= BuildLog.MostOfAKind ? System.Threading.Tasks.Task.CompletedTask : throw VerificationDiagnostics.MoreDamaged(left - BuildLog.MostOfAKind, Damage);
    }

    // What was repaired does not count any more.
    private void Record(Dictionary<string, long> left)
    {
        foreach (var mirror in DamageList.Read(Damage).Select(d => d.Mirror).Where(m => m.Length > 0).Distinct())
        {
            (VerificationRecord.Read(Layout, mirror) is { } record ? record with { Findings = left.GetValueOrDefault(mirror) } : null)?.Write(Layout, mirror);
        }
    }
}
