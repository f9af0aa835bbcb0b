using System.Diagnostics.CodeAnalysis;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Pages;
using Chantal.Repositories;
using Chantal.Transfer;

namespace Chantal.PyPI;

/// <summary>What a planner works with.</summary>
/// <param name="Definition">What the mirror takes.</param>
/// <param name="Pages">The index.</param>
/// <param name="Cache">Its pages on this machine.</param>
/// <param name="Source">Fetches and keeps what the plan names.</param>
/// <param name="Transfer">Sends requests.</param>
/// <param name="Attestations">Fetches provenance; null if none is published.</param>
/// <param name="Parallelism">Requests at a time.</param>
/// <param name="Accept">Decides whether a plan that loses suspiciously much is made.</param>
/// <param name="Log">Hears what is done.</param>
internal sealed record PyPIPlanning(
    PyPIDefinition Definition,
    ProjectPages Pages,
    PageCache Cache,
    IArtifactSource Source,
    HttpTransfer Transfer,
    Attestations? Attestations,
    int Parallelism,
    AcceptedState Accept,
    ILog Log)
{
    /// <summary>Reads the metadata of a project's files.</summary>
    public MetadataSource MetadataOf(string project) =>
        new(Source, Transfer, Definition.Upstreams, new ProjectEntries(project, Definition.AllowWeakChecksums), Log);

    /// <summary>Writes projects.</summary>
    public ProjectWriter Writer => new(Definition, Source, Attestations);

    /// <summary>The first line of the plan.</summary>
    public PlanHeader Header => new() { Type = "pypi", Upstreams = Definition.Upstreams.Urls };

    /// <summary>The lines of the root pages.</summary>
    /// <param name="projects">The projects of the mirror with the serial numbers of their last changes, in ordinal order.</param>
    /// <param name="lastSerial">The index's serial number, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<IReadOnlyList<PlanEntry>> RootPagesAsync(IEnumerable<IndexRootProject> projects, long? lastSerial, CancellationToken cancellation)
    {
        using MemoryStream html = new(), json = new();
        PageWriter.WriteRoot(html, json, projects, lastSerial);
        return [await MadeAsync(PageWriter.RootHtmlPath, html), await MadeAsync(PageWriter.RootJsonPath, json)];

        async Task<PlanEntry> MadeAsync(string path, MemoryStream content)
        {
            var made = await Source.ImportAsync(content.GetBuffer().AsMemory(0, (int)content.Length), cancellation);
            return new PlanEntry { Path = path, Size = made.Size, Sha256 = made.Sha256, Role = FileRole.Root };
        }
    }

    /// <summary>Does something for each item, several at a time.</summary>
    public Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, async (item, token) => await work(item, token));
}

/// <summary>Plans a mirror of what the definition names, and of all that it needs if that is wanted.</summary>
internal sealed class PyPIPlanner(PyPIPlanning planning)
{
    // Without dependencies no project matters to another one: so many are held in memory at a time.
    private const int BatchSize = 256;

    private readonly List<IndexRootProject> _planned = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Writes the plan.</summary>
    /// <param name="planFile">Where to.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<PlannedFiles> PlanAsync(string planFile, CancellationToken cancellation)
    {
        var definition = planning.Definition;
        var demands = DirectDemands.Of(definition, PatternProjects.Of(definition, planning.Cache));
        using var plan = new PlanWriter(planFile);
        foreach (var batch in definition.IncludeDependencies ? [demands] : Batches(demands))
        {
            await AddAsync(plan, batch, cancellation);
        }

        foreach (var entry in await planning.RootPagesAsync(_planned.OrderBy(p => p.Name, StringComparer.Ordinal), null, cancellation))
        {
            plan.Add(entry, "the mirror itself");
        }

        var files = plan.Complete(planning.Header);
        foreach (var name in planning.Cache.Names().Where(n => !_asked.Contains(n)).ToList())
        {
            planning.Cache.Delete(name);
        }

        return new PlannedFiles(files, []);
    }

    private async Task AddAsync(PlanWriter plan, IReadOnlyList<PackageDemand> demands, CancellationToken cancellation)
    {
        var closure = new PyPIDependencyClosure(planning);
        var projects = await closure.SelectAsync(demands, cancellation);
        _asked.UnionWith(projects.Select(p => p.Name));
        await planning.EachAsync(projects.Where(p => p.Selection is { Files.Count: > 0 }), async (project, token) =>
        {
            var selection = project.Selection!;
            var lines = await planning.Writer.WriteAsync(selection.Project, selection.Files, planning.MetadataOf(project.Name), token);
            lock (_planned)
            {
                _planned.Add(new IndexRootProject(project.Name, selection.Project.Page.LastSerial));
                foreach (var line in lines)
                {
                    plan.Add(line, $"the page of '{project.Name}'");
                }
            }
        }, cancellation);
    }

    [SuppressMessage("Performance", "CA1859", Justification = "Both arms of the caller are of one type.")]
    private static IEnumerable<IReadOnlyList<PackageDemand>> Batches(IReadOnlyList<PackageDemand> demands) =>
        demands.GroupBy(d => d.Project, StringComparer.Ordinal).Chunk(BatchSize).Select(c => c.SelectMany(g => g).ToList());
}
