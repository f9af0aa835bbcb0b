using System.Collections.Immutable;
using Chantal.Diagnostics;
using Chantal.Policy;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Requirements;
using Chantal.PyPI.Versions;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>
/// Chooses what is taken: the newest releases of the projects that are named, for each of the mirror's environments, those that fix an advisory, and what these need
/// there and the base does not have.
/// </summary>
internal sealed class TakenReleases(TakeRun run, PyPIDefinition definition, StoredPages held, StoredPages offered, MetadataSource metadata)
{
    private readonly DefinitionPatterns _patterns = new(definition);
    private readonly SortedDictionary<string, TakenProject> _projects = new(StringComparer.Ordinal);
    private readonly HashSet<(ProjectRelease Release, ulong Bit, string Extras)> _followed = [];
    private readonly Queue<Step> _queue = [];
    private readonly SortedSet<string> _unmet = new(StringComparer.Ordinal);

    /// <summary>The projects of which files are taken, by name.</summary>
    public IReadOnlyList<TakenProject> Taken => [.. _projects.Values.Where(p => p.TakenFiles.Count > 0)];

    /// <summary>Selects.</summary>
    public async Task SelectAsync(CancellationToken cancellation)
    {
        foreach (var (text, pattern) in run.Request.Packages)
        {
            SelectNamed(text, pattern, cancellation);
        }

        SelectFixes(cancellation);
        while (_queue.TryDequeue(out var step))
        {
            await FollowAsync(step, cancellation);
        }

        if (_unmet.Count > 0)
        {
            throw TakeDiagnostics.Unsatisfied(run.Mirror, [.. _unmet]);
        }
    }

    private void SelectNamed(string text, PackagePattern pattern, CancellationToken cancellation)
    {
        var names = new NamePattern(NamePattern.HasWildcard(pattern.Name) ? pattern.Name.ToLowerInvariant() : ProjectName.Normalize(pattern.Name));
        var isExact = pattern.Version.Length > 0;
        foreach (var project in offered.Root.Projects.Keys.Where(n => names.IsMatch(n)).Order(StringComparer.Ordinal).Select(n => Load(n, cancellation)).ToList())
        {
            if (project.Offered?.Releases.Any(IsMeant) == true)
            {
                run.Request.Note(text);
            }

            foreach (var bit in TargetSet.Each(definition.Targets.All))
            {
                if (project.NewestOffered(bit, IsMeant, any: isExact || definition.IncludePreReleases) is { } newest
                    && (isExact ? !project.Holds(newest, bit) : project.NewestThere(bit, _ => true) is not { } own || IsOlder(own, newest)))
                {
                    Take(project, newest, bit, [], "");
                }
            }
        }

        bool IsMeant(ProjectRelease release) => !isExact || new NamePattern(pattern.Version).IsMatch(release.VersionText)
            || (PyVersion.TryParse(pattern.Version, out var version) && release.Version?.CompareTo(version) == 0);
    }

    private void SelectFixes(CancellationToken cancellation)
    {
        foreach (var advisory in run.Advisories.Where(a => run.Request.Names(a) | run.Request.Passes(a)))
        {
            foreach (var fix in advisory.Packages)
            {
                if (!PyVersion.TryParse(fix.Version, out var version) || !offered.Root.Projects.ContainsKey(ProjectName.Normalize(fix.Name)))
                {
                    continue;
                }

                var project = Load(ProjectName.Normalize(fix.Name), cancellation);
                foreach (var bit in TargetSet.Each(definition.Targets.All).Where(b => project.NewestThere(b, _ => true)?.Version?.CompareTo(version) < 0))
                {
                    // The oldest that fixes it, so that as little as possible changes.
                    var fixes = project.Offered?.Releases.Where(r => r.Version?.CompareTo(version) >= 0).Reverse().ToList() ?? [];
                    if (fixes.Find(r => project.NewestOffered(bit, o => o == r, any: false) is not null && !r.Version!.IsPreRelease) is { } release)
                    {
                        Take(project, release, bit, [], advisory.Id + " -> ");
                    }
                }
            }
        }
    }

    private void Take(TakenProject project, ProjectRelease release, ulong bit, ImmutableArray<string> extras, string path)
    {
        project.Take(release, bit);
        Enqueue(project, release, bit, extras, path);
    }

    private void Enqueue(TakenProject project, ProjectRelease release, ulong bit, ImmutableArray<string> extras, string path)
    {
        if (_followed.Add((release, bit, string.Join(',', extras))))
        {
            _queue.Enqueue(new Step(release, bit, extras, $"{path}{project.Name} {release.VersionText}"));
        }
    }

    private async Task FollowAsync(Step step, CancellationToken cancellation)
    {
        // The file whose word counts there: the wheel that an installer would take, else the sources.
        var environment = definition.Targets[step.Bit];
        var file = step.Release.Files.Where(f => (f.Environments & step.Bit) != 0).MinBy(f => f.Name?.Wheel is { } wheel && environment is not null ? environment.Rank(wheel) ?? int.MaxValue : int.MaxValue);
        if (file is null || await metadata.ReadAsync(file, cancellation) is not { } said)
        {
            return;
        }

        foreach (var text in said.RequiresDist)
        {
            if (!Requirement.TryParse(text, out var requirement, out var fault))
            {
                run.Log.Warning(PyPIDiagnostics.DependencyMalformed(file.File.FileName, text, fault));
            }
            else if (requirement.Url is null && (environment is null ? requirement.Marker is null : requirement.AppliesTo(environment, [.. step.Extras])) && !_patterns.Excluded.IsMatch(requirement.Name))
            {
                Need(requirement, step, cancellation);
            }
        }
    }

    private void Need(Requirement requirement, Step step, CancellationToken cancellation)
    {
        var project = Load(requirement.Name, cancellation);
        if (project.NewestThere(step.Bit, Fits) is { } there)
        {
            // What the base asked for may have been without these extras.
            if (!requirement.Extras.IsEmpty)
            {
                Enqueue(project, there, step.Bit, requirement.Extras, step.Path + " -> ");
            }
        }
        else if (project.NewestOffered(step.Bit, Fits, any: requirement.Specifiers.NamesPreRelease) is { } release)
        {
            Take(project, release, step.Bit, requirement.Extras, step.Path + " -> ");
        }
        else if (definition.IncludeDependencies || definition.IncludeAll || project.Held is not null || project.Offered is not null)
        {
            _unmet.Add($"{step.Path} -> {requirement.Name}{requirement.Specifiers}, for {definition.Targets.Describe(step.Bit)}");
        }

        bool Fits(ProjectRelease release) => release.Version is { } version ? requirement.Specifiers.Accepts(version) : requirement.Specifiers.AcceptsText(release.VersionText);
    }

    private TakenProject Load(string name, CancellationToken cancellation)
    {
        if (!_projects.TryGetValue(name, out var project))
        {
            var (own, other) = (held.Read(name, cancellation), offered.Read(name, cancellation));
            _projects.Add(name, project = new TakenProject(
                name,
                own is null ? null : ProjectReleases.Of(name, own, definition, _patterns, EntryPolicy.None),
                other is null ? null : ProjectReleases.Of(name, other, definition, _patterns, EntryPolicy.None)));
        }

        return project;
    }

    private static bool IsOlder(ProjectRelease left, ProjectRelease right) => right.Version is not null && (left.Version is null || left.Version.CompareTo(right.Version) < 0);

    private sealed record Step(ProjectRelease Release, ulong Bit, ImmutableArray<string> Extras, string Path);
}
