using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;

namespace Chantal.Rpm;

/// <summary>Which packages of a mirror's repositories a definition takes.</summary>
internal sealed class PackageSelection
{
    private readonly Dictionary<PlannedRepository, RepositoryPackages> _repositories = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<HashSet<string>> _listed;
    private readonly Lazy<HashSet<string>> _kept;

    private PackageSelection()
    {
        _listed = new(() => Names(r => r.Packages));
        _kept = new(() => Names(r => r.Selected));
    }

    /// <summary>What became of each package.</summary>
    public IEnumerable<SelectedVersion> Versions { get; private set; } = [];

    /// <summary>What is known of a repository's packages.</summary>
    public RepositoryPackages Of(PlannedRepository planned) => _repositories[planned];

    /// <summary>Whether the mirror leaves out all packages of a name, which its upstream has.</summary>
    public bool IsLeftOut(string name) => _listed.Value.Contains(name) && !_kept.Value.Contains(name);

    /// <summary>Reads the repositories and selects.</summary>
    public static async Task<PackageSelection> MakeAsync(
        IReadOnlyList<PlannedRepository> repositories, RpmFilter filter, RpmDefinition definition, RepodataReader reader, RepositoryEntry entry, ILog log, CancellationToken cancellation)
    {
        var selection = new PackageSelection();
        var closure = definition is { IncludeDependencies: true, Packages.Count: > 0 } ? new RpmDependencyClosure(definition.IncludeRecommends) : null;
        foreach (var planned in repositories)
        {
            var modules = new RepositoryModules(await ReadModulesAsync(planned, filter, reader, cancellation), definition.KeepVersions);
            var packages = new RepositoryPackages(planned, modules);
            selection._repositories.Add(planned, packages);
            await reader.ReadPackagesAsync(planned, withDependencies: closure is not null, package => packages.Add(package, filter, closure), cancellation);
            packages.AcceptTreeOfSources(filter);
            await entry.JudgeAsync(planned, packages, closure, cancellation);
            packages.KeepNewest(definition.KeepVersions);
            packages.SelectNamed(filter);
        }

        if (closure is not null)
        {
            var all = selection._repositories.Values.SelectMany(r => r.Packages).ToList();
            await closure.CompleteAsync(all, (paths, found) => FindFilesAsync(selection, reader, paths, found, cancellation), log);
        }

        selection.Versions = selection.Judged(filter, closure);
        entry.Report(selection._repositories.Values, definition.IncludeDependencies);
        foreach (var pattern in filter.Unmatched)
        {
            log.Warning(RpmDiagnostics.PatternMatchesNothing(pattern));
        }

        return selection;
    }

    private IEnumerable<SelectedVersion> Judged(RpmFilter filter, RpmDependencyClosure? closure)
    {
        var all = _repositories.Values.SelectMany(r => r.Packages).ToList();
        var neededBy = new NeededBy<CandidatePackage>(all, closure?.NeededBy ?? []);
        foreach (var candidate in all)
        {
            var package = candidate.Package;
            var pattern = filter.PatternOf(package.Name);
            var cause = candidate.IsSelected
                ? !filter.IsNaming ? SelectionCause.All : pattern is not null ? SelectionCause.Named : neededBy[candidate].Count > 0 ? SelectionCause.Needed : SelectionCause.Together
                : candidate.IsExcluded ? SelectionCause.Excluded
                : !candidate.IsEligible ? candidate.IsOlder ? SelectionCause.Older : SelectionCause.Unfit
                : SelectionCause.Unnamed;
            yield return new SelectedVersion(new PackageIdentity(package.Name, package.Evr.ToString(), package.Architecture), package.Size ?? 0, cause)
            {
                Detail = cause == SelectionCause.Named ? pattern : null,
                NeededBy = neededBy[candidate],
            };
        }
    }

    private HashSet<string> Names(Func<RepositoryPackages, IEnumerable<CandidatePackage>> packages) =>
        _repositories.Values.SelectMany(packages).Select(p => p.Package.Name).ToHashSet(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<ModuleDocument>> ReadModulesAsync(PlannedRepository planned, RpmFilter filter, RepodataReader reader, CancellationToken cancellation)
    {
        // Where clients do not see modules, their packages are packages like others.
        if (planned.Find("modules") is not { } data || !filter.Takes(planned.Repository, data))
        {
            return [];
        }

        using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
        return ModuleDocument.ReadAll(content, planned.Repository.PathOf(data.Location), cancellation);
    }

    private static async Task FindFilesAsync(
        PackageSelection selection, RepodataReader reader, IReadOnlySet<string> paths, Action<string, CandidatePackage> found, CancellationToken cancellation)
    {
        foreach (var (planned, packages) in selection._repositories)
        {
            await reader.FindFilesAsync(planned, packages.Packages, paths, found, cancellation);
        }
    }
}
