using Chantal.Diagnostics;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Requirements;

namespace Chantal.PyPI;

/// <summary>
/// Selects what the definition asks for and, if it wants that, all that installers may need for it: wave by wave, each
/// with the pages and the metadata of the projects that the one before asked for. Extras and conditions are judged for each
/// target environment. What is asked for is never taken back, so the waves come to an end.
/// </summary>
internal sealed class PyPIDependencyClosure(PyPIPlanning planning)
{
    private readonly PyPIDefinition _definition = planning.Definition;
    private readonly SortedDictionary<string, ProjectState> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Requirement?> _requirements = new(StringComparer.Ordinal);
    private readonly List<MirrorException> _errors = [];
    private readonly HashSet<(string Project, string By)> _needs = [];
    private HashSet<ProjectState> _wave = [];
    private HashSet<ProjectState> _next = [];

    /// <summary>Which projects are needed by which releases, each pair once.</summary>
    public IReadOnlyCollection<(string Project, string By)> Needs => _needs;

    /// <summary>Selects.</summary>
    /// <returns>The projects of which anything was asked for, in the order of their names.</returns>
    public async Task<IReadOnlyList<ProjectState>> SelectAsync(IEnumerable<PackageDemand> direct, CancellationToken cancellation)
    {
        foreach (var demand in direct)
        {
            Add(demand);
        }

        do
        {
            while (_next.Count > 0)
            {
                (_wave, _next) = (_next, []);
                await SelectWaveAsync(cancellation);
            }
        }
        while (_definition.IncludeDependencies && await SelectCommonAsync(cancellation));

        _errors.SkipLast(1).ToList().ForEach(e => planning.Log.Error(e.Code, e.Message));
        return _errors.Count == 0 ? [.. _projects.Values] : throw _errors[^1];
    }

    private void Add(PackageDemand demand)
    {
        if (!_projects.TryGetValue(demand.Project, out var project))
        {
            _projects.Add(demand.Project, project = new ProjectState(demand.Project));
        }

        if (project.Add(demand))
        {
            _next.Add(project);
        }
    }

    private async Task SelectWaveAsync(CancellationToken cancellation)
    {
        await planning.EachAsync(_wave.Where(p => !p.IsLoaded), async (project, token) =>
        {
            project.Selection = await planning.Pages.GetAsync(project.Name, token) is { } page ? new ReleaseSelection(ProjectReleases.Of(project.Name, page, _definition, planning.Patterns, planning.Policy), _definition) : null;
            project.IsLoaded = true;
        }, cancellation);
        foreach (var project in _wave.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            foreach (var demand in project.TakeNew())
            {
                Report(demand, project.Selection?.Add(demand) ?? 0);
            }
        }

        if (_definition.IncludeDependencies)
        {
            await FollowAsync(_wave, cancellation);
        }
    }

    private async Task<bool> SelectCommonAsync(CancellationToken cancellation)
    {
        var grown = new List<ProjectState>();
        foreach (var project in _projects.Values.Where(p => p.Demands.Count > 1))
        {
            var before = project.Selection?.Releases.Count + project.Selection?.Releases.Values.Sum(v => System.Numerics.BitOperations.PopCount(v));
            project.Selection?.AddCommon(project.Demands);
            if (before != project.Selection?.Releases.Count + project.Selection?.Releases.Values.Sum(v => System.Numerics.BitOperations.PopCount(v)))
            {
                grown.Add(project);
            }
        }

        await FollowAsync(grown, cancellation);
        return _next.Count > 0;
    }

    // Asks for what the selected releases of some projects need.
    private async Task FollowAsync(IEnumerable<ProjectState> projects, CancellationToken cancellation)
    {
        var followed = projects.Where(p => p.Selection is not null && p.Demands.Any(d => !d.IsClosed)).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var unread = followed.SelectMany(p => Spokesmen(p).Select(s => s.File).Distinct().Where(f => !p.Needs.ContainsKey(f)).Select(f => (Project: p, File: f))).ToList();
        await planning.EachAsync(unread, async (item, token) =>
        {
            var said = await planning.MetadataOf(item.Project.Name).ReadAsync(item.File, token);
            lock (_requirements)
            {
                item.Project.Needs[item.File] = said is null ? null : [.. said.RequiresDist.Select(text => Parse(text, item.File)).OfType<Requirement>()];
            }
        }, cancellation);
        foreach (var project in followed)
        {
            foreach (var (release, bit, file) in Spokesmen(project))
            {
                foreach (var requirement in project.Needs[file] ?? [])
                {
                    Follow(project, release, bit, requirement);
                }
            }
        }
    }

    private void Follow(ProjectState project, ProjectRelease release, ulong bit, Requirement requirement)
    {
        if (_definition.Targets[bit] is { } environment
            && requirement.AppliesTo(environment, project.ExtrasIn(bit))
            && requirement.Url is null
            && !planning.Patterns.Excluded.IsMatch(requirement.Name))
        {
            _needs.Add((requirement.Name, PlannedReleases.NameOf(project.Name, release)));
            Add(new PackageDemand
            {
                Project = requirement.Name,
                Specifiers = requirement.Specifiers,
                Extras = requirement.Extras,
                Environments = bit,
                Keep = _definition.KeepDependencyVersions,
                Origin = PlannedReleases.NameOf(project.Name, release),
                Parent = project.Demands[0],
            });
        }
    }

    // For each release and environment, the file whose word counts there: the wheel that an installer would take, else the sources.
    private IEnumerable<(ProjectRelease Release, ulong Bit, ReleaseFile File)> Spokesmen(ProjectState project)
    {
        foreach (var (release, set) in project.Selection!.Releases)
        {
            foreach (var bit in TargetSet.Each(set))
            {
                var file = release.Files
                    .Where(f => (f.Environments & bit) != 0 && project.Selection.Files.ContainsKey(f))
                    .MinBy(f => f.Name?.Wheel is { } wheel && _definition.Targets[bit] is { } environment ? environment.Rank(wheel) ?? int.MaxValue : int.MaxValue);
                if (file is not null)
                {
                    yield return (release, bit, file);
                }
            }
        }
    }

    private Requirement? Parse(string text, ReleaseFile file)
    {
        if (!_requirements.TryGetValue(text, out var requirement))
        {
            if (!Requirement.TryParse(text, out requirement, out var fault))
            {
                planning.Log.Warning(PyPIDiagnostics.DependencyMalformed(file.File.FileName, text, fault));
            }

            _requirements.Add(text, requirement);
        }

        return requirement;
    }

    private void Report(PackageDemand demand, ulong met)
    {
        var unmet = demand.Environments & ~met;
        if (unmet == 0)
        {
            return;
        }

        if (demand.IsDirect && met == 0)
        {
            _errors.Add(PyPIDiagnostics.RequirementUnmet(demand.Text, demand.Origin, _definition.Targets.Describe(unmet), planning.Policy.Report.KeptOut(demand.Project)));
        }
        else if (demand.IsDirect)
        {
            planning.Log.Warning(PyPIDiagnostics.RequirementUnmetSomewhere(demand.Text, demand.Origin, _definition.Targets.Describe(unmet), planning.Policy.Report.KeptOut(demand.Project)));
        }
        else
        {
            planning.Log.Warning(PyPIDiagnostics.DependencyUnmet(demand.Path, _definition.Targets.Describe(unmet), planning.Policy.Report.KeptOut(demand.Project)));
        }
    }
}
