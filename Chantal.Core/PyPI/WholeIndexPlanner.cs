using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>
/// Plans a mirror of every project of an index. Only the pages that changed since the last plan are asked for, and only
/// their lines are made again. A project that cannot be had stays as it is published, while the others go forward; what is gone from the index goes from the mirror,
/// unless that is suspiciously much.
/// </summary>
/// <param name="planning">What it works with.</param>
/// <param name="planned">The last plan.</param>
/// <param name="heldBack">The projects that could not be had.</param>
internal sealed class WholeIndexPlanner(PyPIPlanning planning, PlannedIndex planned, HeldBackProjects heldBack)
{
    private const int MaxNamedInLog = 20;

    // More projects than this, and than one in twenty, are not a fault of the projects.
    private const int MostHeldBack = 20;
    private static readonly Percentage MostHeldBackShare = new(5);

    private readonly PyPIDefinition _definition = planning.Definition;
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<PlanEntry>> _suspicious = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _removed = new(StringComparer.Ordinal);

    /// <summary>Writes the plan.</summary>
    /// <param name="planFile">Where to.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<PlannedFiles> PlanAsync(string planFile, CancellationToken cancellation)
    {
        var root = IndexRoot.Load(planning.Cache, _definition.Indices) ?? throw PyPIDiagnostics.ProjectListMissing();
        var excluded = planning.Patterns.Excluded;
        var listed = root.Projects.Where(p => !excluded.IsMatch(p.Key)).ToDictionary(p => p.Key, p => root.StateOf(p.Key, planning.Cache), StringComparer.Ordinal);
        var earlier = planned.Load();
        var bad = earlier is null ? [] : BadProjects(earlier.Value.Plan);
        var changed = listed.Where(p => earlier?.Projects.GetValueOrDefault(p.Key) != p.Value || bad.Contains(p.Key) || planning.Policy.Doubts(p.Key)).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var published = PublishedFiles.Of(planning.Published, n => changed.Contains(n) || !listed.ContainsKey(n));
        var gone = published.Projects.Concat(earlier?.Projects.Keys ?? []).Distinct().Where(n => !listed.ContainsKey(n)).Order(StringComparer.Ordinal).ToList();
        planning.Log.Info($"{Quantity.Count(listed.Count, "project")} listed: {changed.Count} new or changed, {gone.Count} gone.");

        using var plan = new PlanWriter(planFile);
        var files = new SuspiciousFiles(published);
        await planning.EachAsync(changed, (name, token) => TryAddAsync(plan, name, root.Projects[name], published, files, token), cancellation);
        var accepted = Accept(plan, files);
        CheckShare(listed.Count);
        var kept = AddPublished(plan, earlier?.Plan);
        var names = listed.Keys.Where(n => !_absent.Contains(n) && (!heldBack.Reasons.ContainsKey(n) || kept.Contains(n))).Order(StringComparer.Ordinal).ToList();
        foreach (var entry in await planning.RootPagesAsync(names.Select(n => new IndexRootProject(n, root.Projects[n])), root.LastSerial, cancellation))
        {
            plan.Add(entry, "the mirror itself");
        }

        var deleted = gone.Where(n => !excluded.IsMatch(n)).ToList();
        deleted.ForEach(n => _removed[n] = published.CountOf(n));
        accepted = CheckRemovals(root, published.Count, deleted) ?? accepted;
        var replaced = changed.Concat(gone).ToHashSet(StringComparer.Ordinal);
        var before = earlier is var (file, _) ? new EarlierPlan(file, planFile, replaced) : null;
        var count = plan.Complete(planning.Header, before, null);

        // A project that was listed but not there, or that was held back, is looked at again the next time; so is one of which time lets more in.
        planned.Save(planFile, names.Select(n => KeyValuePair.Create(n, heldBack.Reasons.ContainsKey(n) || planning.Policy.Report.IsUnsettled(n) ? PlannedIndex.HeldBack : listed[n])));
        gone.ForEach(n => planning.Cache.Delete(n));
        heldBack.Save();
        planning.Conclude(plan, isWhole: earlier is null);
        return new PlannedFiles(count, []) { Accepted = accepted, IsWhole = earlier is null };
    }

    private HashSet<string> BadProjects(string earlierPlan)
    {
        if (planning.BadFiles.Count + planning.AbsentMetadata.Found.Count == 0)
        {
            return [];
        }

        return [.. Read(earlierPlan).Where(e => planning.BadFiles.Contains(e.Path) || planning.AbsentMetadata.Found.Contains(e.Path)).Select(e => e.Package?.Name).OfType<string>()];
    }

    private async Task TryAddAsync(PlanWriter plan, string name, long? serial, PublishedFiles published, SuspiciousFiles suspicious, CancellationToken cancellation)
    {
        try
        {
            await AddAsync(plan, name, serial, published, suspicious, cancellation);
        }
        catch (MirrorException exception) when (HeldBackProjects.IsOfOne(exception))
        {
            HoldBack(name, exception.Message);
        }
    }

    private async Task AddAsync(PlanWriter plan, string name, long? serial, PublishedFiles published, SuspiciousFiles suspicious, CancellationToken cancellation)
    {
        if (await PageAsync(name, serial, cancellation) is not { } page)
        {
            if (published.CountOf(name) > 0)
            {
                HoldBack(name, PyPIDiagnostics.ListedProjectMissing(name).Message);
                return;
            }

            lock (_absent)
            {
                _absent.Add(name);
            }

            planning.Log.Warning(PyPIDiagnostics.ListedProjectMissing(name));
            return;
        }

        var project = ProjectReleases.Of(name, page, _definition, planning.Patterns, planning.Policy);
        var files = FilesOf(project);
        if (!_definition.LeavesOutBadFiles && planning.BadFiles.Count > 0 && files.Keys.FirstOrDefault(f => planning.BadFiles.Contains(FilePlace.Of(f.File))) is { } bad)
        {
            HoldBack(name, PyPIDiagnostics.FileUnavailable(bad.File.FileName).Message);
            return;
        }

        var lines = await planning.Writer.WriteAsync(project, files, planning.MetadataOf(name), cancellation);
        lock (_absent)
        {
            _removed[name] = published.CountOf(name) - page.Files.Count(f => published.Has(name, f.FileName));
            if (suspicious.Add(name, files.Keys))
            {
                _suspicious.Add(name, lines);
                return;
            }

            Add(plan, name, lines);
        }
    }

    private static void Add(PlanWriter plan, string name, IReadOnlyList<PlanEntry> lines)
    {
        foreach (var line in lines)
        {
            plan.Add(line, $"the page of '{name}'");
        }
    }

    private void HoldBack(string name, string reason)
    {
        heldBack.Add(name, reason);
        planning.Log.Detail($"'{name}' stays as it was: {reason}");
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

    // All of them are one state: until somebody accepts it, their projects stay as they were.
    private Acceptance? Accept(PlanWriter plan, SuspiciousFiles suspicious)
    {
        try
        {
            var accepted = suspicious.Judge(planning.Accept);
            foreach (var (name, lines) in _suspicious)
            {
                Add(plan, name, lines);
            }

            return accepted;
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.FileReplaced)
        {
            planning.Log.Warning(exception.Code, exception.Message);
            foreach (var name in _suspicious.Keys)
            {
                HoldBack(name, exception.Message);
            }

            return null;
        }
    }

    private void CheckShare(int listed)
    {
        if (heldBack.Reasons.Count > MostHeldBack && MostHeldBackShare.IsExceededBy(heldBack.Reasons.Count, listed))
        {
            throw PyPIDiagnostics.TooManyProjectsFailed(heldBack.Reasons, listed);
        }
    }

    // The last good state of a project is the published one: its pages, and the files that they list.
    private HashSet<string> AddPublished(PlanWriter plan, string? earlierPlan)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        if (heldBack.Reasons.Count == 0)
        {
            return kept;
        }

        // Only a plan says where files are fetched.
        var places = earlierPlan is null ? [] : OfHeldBack(Read(earlierPlan)).ToDictionary(e => e.Path, e => e.Urls, StringComparer.Ordinal);
        foreach (var entry in OfHeldBack(planning.Published.Files()))
        {
            plan.Add(entry with { Urls = places.GetValueOrDefault(entry.Path, []) }, "the published state");
            _ = kept.Add(entry.Package!.Name);
        }

        return kept;
    }

    private IEnumerable<PlanEntry> OfHeldBack(IEnumerable<PlanEntry> entries) => entries.Where(e => e.Package is { } package && heldBack.Reasons.ContainsKey(package.Name));

    private static IEnumerable<PlanEntry> Read(string planFile)
    {
        using var plan = PlanReader.Open(planFile);
        foreach (var entry in plan.ReadAll())
        {
            yield return entry;
        }
    }

    private Acceptance? Refuse(string reason, string state)
    {
        var refusal = PyPIDiagnostics.TooManyRemovals(reason, state);
        if (_definition.OnMaxRemovals == GuardMode.Error)
        {
            throw refusal;
        }

        planning.Log.Warning(refusal.Code, $"{reason}. OnMaxRemovals=warn lets this pass.");
        return null;
    }

    private Acceptance? CheckRemovals(IndexRoot root, long all, List<string> gone)
    {
        var removed = _removed.Where(r => !heldBack.Reasons.ContainsKey(r.Key)).Sum(r => r.Value);
        if (removed == 0)
        {
            return null;
        }

        var names = gone.Count == 0 ? "" : $", with all of {string.Join(", ", gone.Take(MaxNamedInLog).Select(n => $"'{n}'"))}{(gone.Count > MaxNamedInLog ? $" and {Quantity.Count(gone.Count - MaxNamedInLog, "more project")}" : "")}";
        Acceptance? accepted = null;
        if (_definition.OnMaxRemovals != GuardMode.Off && _definition.MaxRemovals.IsExceededBy(removed, all))
        {
            var state = root.Name(planning.Cache);
            var reason = $"{removed} of {Quantity.Count(all, "file")} are gone from the index{names}, more than MaxRemovals={_definition.MaxRemovals} allows";
            accepted = planning.Accept.Of(state, reason) ?? Refuse(reason, state);
        }

        planning.Log.Info($"Deleted upstream: {Quantity.Count(removed, "file")}{names}.");
        return accepted;
    }
}
