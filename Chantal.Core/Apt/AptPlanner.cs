using Chantal.Apt.Release;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>Turns verified Release files and a definition into a plan: every file that the mirror is to hold.</summary>
internal static class AptPlanner
{
    /// <summary>Fetches the indices that have to be read and writes the plan, whole or not at all.</summary>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="rootsDirectory">What <see cref="ReleaseFetcher"/> has filled.</param>
    /// <param name="planPath">Where the plan is put.</param>
    /// <param name="source">Gets indices from upstream.</param>
    /// <param name="log">Hears what cannot be had.</param>
    /// <param name="terms">What the plan is held against.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UpstreamChangedException">The roots are no longer what upstream has: fetch them again and start over.</exception>
    /// <exception cref="MirrorException">The definition does not fit the upstream, or the upstream's files cannot be used.</exception>
    public static async Task<PlannedFiles> PlanAsync(
        AptDefinition definition, string rootsDirectory, string planPath, IArtifactSource source, ILog log, PlanTerms terms, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(log);
        var excluded = new NamePatterns(definition.ExcludeFiles);
        using var plan = new PlanWriter(planPath, excluded);
        return await new PlanRun(definition, rootsDirectory, plan, excluded, source, log, terms).RunAsync(cancellation);
    }
}
