using System.Diagnostics.CodeAnalysis;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.Repositories;

namespace Chantal.PyPI;

/// <summary>Plans a mirror of what the definition names, and of all that it needs if that is wanted.</summary>
internal sealed class PyPIPlanner(PyPIPlanning planning)
{
    // Without dependencies no project matters to another one: so many are held in memory at a time.
    private const int BatchSize = 256;

    private readonly PlannedReleases _releases = new();
    private readonly List<IndexRootProject> _planned = [];
    private SuspiciousFiles _suspicious = new(PublishedFiles.Of(PublishedState.None, _ => false));
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Writes the plan.</summary>
    /// <param name="planFile">Where to.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<PlannedFiles> PlanAsync(string planFile, CancellationToken cancellation)
    {
        var definition = planning.Definition;
        var demands = DirectDemands.Of(definition, PatternProjects.Of(definition, planning.Patterns, planning.Cache), planning.Patterns.Excluded);
        var wanted = definition.IncludeDependencies ? null : demands.Select(d => d.Project).ToHashSet(StringComparer.Ordinal);
        _suspicious = new SuspiciousFiles(PublishedFiles.Of(planning.Published, name => wanted?.Contains(name) != false));
        using var plan = new PlanWriter(planFile);
        foreach (var batch in definition.IncludeDependencies ? [demands] : Batches(demands))
        {
            await AddAsync(plan, batch, cancellation);
        }

        foreach (var entry in await planning.RootPagesAsync(_planned.OrderBy(p => p.Name, StringComparer.Ordinal), null, cancellation))
        {
            plan.Add(entry, "the mirror itself");
        }

        var accepted = _suspicious.Judge(planning.Accept);
        var files = plan.Complete(planning.Header);
        planning.Conclude(plan, isWhole: true);
        foreach (var name in planning.Cache.Names().Where(n => !_asked.Contains(n)).ToList())
        {
            planning.Cache.Delete(name);
        }

        return new PlannedFiles(files, []) { Accepted = accepted, Selection = _releases.Judged };
    }

    private async Task AddAsync(PlanWriter plan, IReadOnlyList<PackageDemand> demands, CancellationToken cancellation)
    {
        var closure = new PyPIDependencyClosure(planning);
        var projects = await closure.SelectAsync(demands, cancellation);
        if (planning.Definition.IncludeDependencies)
        {
            _releases.Add(projects, closure.Needs);
        }
        else
        {
            _releases.Add(projects);
        }

        _asked.UnionWith(projects.Select(p => p.Name));
        await planning.EachAsync(projects.Where(p => p.Selection is { Files.Count: > 0 }), async (project, token) =>
        {
            var selection = project.Selection!;
            _ = _suspicious.Add(project.Name, selection.Files.Keys);
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
