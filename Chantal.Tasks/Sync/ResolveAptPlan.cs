using Chantal.Apt;
using Chantal.Apt.Release;
using Chantal.Mirroring;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Turns the verified roots of an APT repository and the definition into a plan; fetches the indices that it has to read.</summary>
public sealed class ResolveAptPlan : RepositoryTask
{
    /// <summary>Reports a changed upstream as an error.</summary>
    public bool IsLastAttempt { get; set; }

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the indices are no longer what the roots say: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    private protected override string? Step => "ResolvePlan";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = AptDefinition.Read(Values);
        RemoveOutdated();
        var source = Fetcher(Blobs(!Distrust), new UpstreamMap(definition.Upstreams, []));
        UpstreamChanged = await PlanAsync(IsLastAttempt, () => AptPlanner.PlanAsync(definition, RootsDirectory, Plan, source, Reporter, cancellation));
    }
}
