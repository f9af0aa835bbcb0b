using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>
/// Plans a mirror of every project of an index. Only the pages that changed since the last plan are asked for, and only
/// their lines are made again; what is gone from the index goes from the mirror, unless that is suspiciously much.
/// </summary>
internal sealed class WholeIndexPlanner(PyPIPlanning planning, PlannedIndex planned)
{
    private const int MaxNamedInLog = 20;

    private readonly PyPIDefinition _definition = planning.Definition;
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);

    /// <summary>Writes the plan.</summary>
    /// <param name="planFile">Where to.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<PlannedFiles> PlanAsync(string planFile, CancellationToken cancellation)
    {
        var root = IndexRoot.Load(planning.Cache) ?? throw PyPIDiagnostics.ProjectListMissing();
        var excluded = _definition.Excluded();
        var listed = root.Projects.Where(p => !excluded.IsMatch(p.Key)).ToDictionary(p => p.Key, p => root.StateOf(p.Key, planning.Cache), StringComparer.Ordinal);
        var earlier = planned.Load();
        var changed = listed.Where(p => earlier?.Projects.GetValueOrDefault(p.Key) != p.Value).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var gone = earlier?.Projects.Keys.Where(n => !listed.ContainsKey(n)).Order(StringComparer.Ordinal).ToList() ?? [];
        planning.Log.Info($"{Quantity.Count(listed.Count, "project")} listed: {changed.Count} new or changed, {gone.Count} gone.");

        using var plan = new PlanWriter(planFile);
        await planning.EachAsync(changed, (name, token) => AddAsync(plan, name, root.Projects[name], token), cancellation);
        var names = listed.Keys.Where(n => !_absent.Contains(n)).Order(StringComparer.Ordinal).ToList();
        foreach (var entry in await planning.RootPagesAsync(names.Select(n => new IndexRootProject(n, root.Projects[n])), root.LastSerial, cancellation))
        {
            plan.Add(entry, "the mirror itself");
        }

        var replaced = changed.Concat(gone).ToHashSet(StringComparer.Ordinal);
        var before = earlier is var (file, _) ? new EarlierPlan(file, e => e.Package is { } package && replaced.Contains(package.Name)) : null;
        Acceptance? accepted = null;
        var files = plan.Complete(planning.Header, before, () => accepted = CheckRemovals(root, before, gone));

        // A project that was listed but not there is looked at again the next time.
        planned.Save(planFile, names.Select(n => KeyValuePair.Create(n, listed[n])));
        gone.ForEach(n => planning.Cache.Delete(n));
        return new PlannedFiles(files, []) { Accepted = accepted };
    }

    private async Task AddAsync(PlanWriter plan, string name, long? serial, CancellationToken cancellation)
    {
        if (await PageAsync(name, serial, cancellation) is not { } page)
        {
            lock (_absent)
            {
                _absent.Add(name);
            }

            planning.Log.Warning(PyPIDiagnostics.ListedProjectMissing(name));
            return;
        }

        var project = ProjectReleases.Of(name, page, _definition);
        var lines = await planning.Writer.WriteAsync(project, FilesOf(project), planning.MetadataOf(name), cancellation);
        lock (_absent)
        {
            foreach (var line in lines)
            {
                plan.Add(line, $"the page of '{name}'");
            }
        }
    }

    private async Task<ProjectPage?> PageAsync(string name, long? serial, CancellationToken cancellation)
    {
        if (serial is not null)
        {
            return await planning.Pages.GetAsync(name, serial, cancellation);
        }

        return await planning.Pages.GetAsync(name, cancellation);
    }

    private IReadOnlyDictionary<ReleaseFile, string?> FilesOf(ProjectReleases project)
    {
        if (_definition.KeepVersions == 0)
        {
            return project.Releases.SelectMany(r => r.Files).ToDictionary(f => f, _ => (string?)null);
        }

        var selection = new ReleaseSelection(project, _definition);
        selection.Add(new PackageDemand { Project = project.Name, Environments = _definition.Targets.All, Keep = _definition.KeepVersions, Origin = "IncludeAll" });
        return selection.Files;
    }

    private Acceptance? CheckRemovals(IndexRoot root, EarlierPlan? before, List<string> gone)
    {
        if (before is null || before.RemovedPackages == 0)
        {
            return null;
        }

        var names = gone.Count == 0 ? "" : $", with all of {string.Join(", ", gone.Take(MaxNamedInLog).Select(n => $"'{n}'"))}{(gone.Count > MaxNamedInLog ? $" and {Quantity.Count(gone.Count - MaxNamedInLog, "more project")}" : "")}";
        Acceptance? accepted = null;
        if (_definition.MaxRemovals.IsExceededBy(before.RemovedPackages, before.Packages))
        {
            var state = root.Name(planning.Cache);
            var reason = $"{before.RemovedPackages} of {Quantity.Count(before.Packages, "file")} are gone from the index{names}, more than MaxRemovals={_definition.MaxRemovals} allows";
            accepted = planning.Accept.Of(state, reason) ?? throw PyPIDiagnostics.TooManyRemovals(reason, state);
        }

        planning.Log.Info($"Deleted upstream: {Quantity.Count(before.RemovedPackages, "file")}{names}.");
        return accepted;
    }
}
