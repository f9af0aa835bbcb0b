using Chantal.Audits;
using Chantal.Diagnostics;
using Chantal.Hosts.Updates;
using Chantal.Repositories;
using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says which packages of a state have known vulnerabilities, and which of these a newer version in the head fixes. Nothing is fetched.</summary>
[MSBuildMultiThreadableTask]
public sealed class Audit : SnapshotTask
{
    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var state = new HostState(Values.TextOrNull("Channel"), Values.TextOrNull("SnapshotName"));
        var failsOn = Values.TextOrNull("FailOn") is null or "any" ? null : Values.ChoiceOrNull<AdvisorySeverity>("FailOn");
        var severity = Values.ChoiceOrNull<AdvisorySeverity>("Severity");
        var mirrors = ReadMirrors().Select(m => m.Name).ToList();
        var audited = mirrors.FindAll(m => state.Find(Refs, m) is not null);
        if (audited.Count == 0)
        {
            throw state.Name == StateName.Head ? SnapshotDiagnostics.NeverSynced("The state", mirrors[0])
                : SnapshotDiagnostics.StateUnknown(state.Snapshot is null ? "Channel" : "SnapshotName", state.Name, string.Join(", ", mirrors));
        }

        mirrors.Except(audited).ToList().ForEach(m => Reporter.Warning(SnapshotDiagnostics.MirrorNotCompared(state.Name, m)));
        var audit = new StateAudit(Layout, Refs, Generations);
        var all = audited.ConvertAll(m => audit.Read(m, state.Name, state.Find(Refs, m)!.Value, cancellation));
        all.Where(a => !a.IsInformed).ToList().ForEach(a => Reporter.Warning(AuditDiagnostics.NothingToAuditBy(a.Mirror, a.State)));
        await ShowAsync(AuditText.Write([.. all.Select(a => a.AtLeast(severity))], OutputFormat, TimeProvider.System.GetUtcNow()), cancellation);
        if (Values.TextOrNull("OutputFile") is not null)
        {
            all.ForEach(a => Reporter.Info(AuditText.Summary(a)));
        }

        var grave = all.ConvertAll(a => a.AtLeast(failsOn)).FindAll(a => a.Findings.Count > 0);
        if (Values.TextOrNull("FailOn") is { } least && grave.Count > 0)
        {
            throw AuditDiagnostics.Found(state.Name, grave.Sum(a => a.Findings.Count), least, grave.Select(a => a.Mirror));
        }
    }
}
