using Chantal.Audits;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Fails if the mirror's head, or a snapshot or channel of it, has a version that is known to be malicious.</summary>
[MSBuildMultiThreadableTask]
public sealed class RequireHarmless : MirrorTask
{
    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var found = Values.Flag("RefuseMalicious") ? new MaliciousPackages(Layout, Refs, Generations).Find(MirrorName, cancellation) : [];
        return found.Count == 0 ? System.Threading.Tasks.Task.CompletedTask : throw AuditDiagnostics.MaliciousFound(MirrorName, found);
    }
}
