using Chantal.Mirroring;
using Chantal.PyPI;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Turns the simple index and the definition into a plan: selects files, follows dependencies, and makes the mirror's own
/// pages, which list what it holds.
/// </summary>
public sealed class SyncPyPISimple : RepositoryTask
{
    /// <summary>The record of the definition; a whole index is planned anew when it changes.</summary>
    [Required]
    public string DefinitionRecord { get; set; } = "";

    /// <summary>Reports a changed upstream as an error.</summary>
    public bool IsLastAttempt { get; set; }

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
        var reader = new PyPIDefinitionReader(Values, Environment.GetEnvironmentVariable);
        var definition = reader.Read();
        var state = Layout.State(MirrorName);
        var cache = new PageCache(Path.Combine(state, "pages"));
        var planning = new PyPIPlanning(
            definition,
            new ProjectPages(Http, definition.Upstreams, cache, Reporter),
            cache,
            Fetcher(Blobs(!Distrust), new UpstreamMap(definition.Upstreams, [])),
            Http,
            definition.Provenance ? new Attestations(Http, definition.Upstreams, Path.Combine(state, "provenance")) : null,
            Options.MaxParallelDownloads,
            new AcceptedState(Accept, Reporter),
            Reporter);
        var record = await File.ReadAllTextAsync(DefinitionRecord, cancellation) + reader.DigestOfFiles + (Distrust ? Guid.NewGuid().ToString() : "");
        RemoveOutdated();
        UpstreamChanged = await PlanAsync(IsLastAttempt, () => definition.IncludeAll
            ? new WholeIndexPlanner(planning, new PlannedIndex(Path.Combine(state, "index"), record)).PlanAsync(Plan, cancellation)
            : new PyPIPlanner(planning).PlanAsync(Plan, cancellation));
    }
}
