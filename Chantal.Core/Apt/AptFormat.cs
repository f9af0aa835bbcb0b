using System.Text;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>APT repositories: suites with a signed Release, or flat ones (https://wiki.debian.org/DebianRepository/Format).</summary>
internal sealed class AptFormat : RepositoryFormat
{
    /// <inheritdoc/>
    public override string Name => "apt";

    /// <inheritdoc/>
    public override IComparer<string> Versions { get; } = Comparer<string>.Create((a, b) => DebianVersion.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b)));

    /// <inheritdoc/>
    public override bool ClientsIgnoreOlderRoots => true;

    /// <inheritdoc/>
    public override Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation)
    {
        var definition = AptDefinition.Read(run.Definition);
        return new ReleaseFetcher(run.Transfer, run.Signatures(definition.CheckValidUntil.AsOf), run.Log, run.Clock) { BeforeChange = run.BeforeChange, Accept = run.Accept, Patience = run.Patience }
            .FetchAsync(definition, run.RootsDirectory, run.Published.Roots, bypassCaches: run.Attempt > 1, cancellation);
    }

    /// <inheritdoc/>
    public override Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation)
    {
        var definition = AptDefinition.Read(run.Definition);
        run.BeforeChange();
        var terms = new PlanTerms(run.Tolerance, run.Published, run.Accept) { Parts = IndexParts.For(definition, run.DefinitionRecord, run.PartsDirectory) };
        return AptPlanner.PlanAsync(definition, run.RootsDirectory, planFile, run.Source(definition.Upstreams, []), run.Log, terms, cancellation);
    }
}
