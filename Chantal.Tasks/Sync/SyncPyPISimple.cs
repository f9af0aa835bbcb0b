using Chantal.Definitions;
using Chantal.PyPI;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Chantal.Transfer.Origins;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Turns the simple index and the definition into a plan: selects files, follows dependencies, and makes the mirror's own
/// pages, which list what it holds.
/// </summary>
public sealed class SyncPyPISimple : PyPITask
{
    /// <summary>The record of the definition; a whole index is planned anew when it changes.</summary>
    [Required]
    public string DefinitionRecord { get; set; } = "";

    /// <summary>true reads stored metadata again before it is used.</summary>
    public string TrustNothing { get; set; } = "";

    /// <summary>true reports a changed upstream as an error.</summary>
    public string IsLastAttempt { get; set; } = "";

    /// <summary>Files that rest on the plan; they are removed before it is written.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the index changed meanwhile: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    private protected override string? Step => "ResolvePlan";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = ReadDefinition();
        var distrust = PropertyValue.Flag(nameof(TrustNothing), TrustNothing);
        var upstreams = new Upstreams(definition.Upstreams);
        var state = Layout.State(MirrorName);
        var planning = new PyPIPlanning(
            definition,
            new ProjectPages(Http, upstreams, Cache, Reporter),
            Cache,
            Fetcher(Blobs(!distrust), definition.Upstreams),
            Http,
            definition.Provenance ? new Attestations(Http, upstreams, Path.Combine(state, "provenance")) : null,
            Options.MaxParallelDownloads,
            new AcceptedState(Accept, Reporter),
            Reporter);
        var record = await File.ReadAllTextAsync(DefinitionRecord, cancellation) + DigestOfFiles + (distrust ? Guid.NewGuid().ToString() : "");
        Array.ForEach(Outdates, File.Delete);
        UpstreamChanged = await PlanAsync(IsLastAttempt, () => definition.IncludeAll
            ? new WholeIndexPlanner(planning, new PlannedIndex(Path.Combine(state, "index"), record)).PlanAsync(Plan, cancellation)
            : new PyPIPlanner(planning).PlanAsync(Plan, cancellation));
    }
}
