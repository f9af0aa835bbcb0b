using Chantal.Apk.Index;
using Chantal.Apk.Packages;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apk;

/// <summary>Which packages of a mirror's repositories a definition takes.</summary>
internal sealed class PackageSelection
{
    private static readonly Comparer<string> Versions = Comparer<string>.Create((a, b) => ApkVersion.Compare(a, b));

    private readonly Dictionary<PlannedRepository, (IndexDocument Index, IReadOnlyList<CandidatePackage> Packages)> _repositories = new(ReferenceEqualityComparer.Instance);
    private readonly List<(CandidatePackage Package, CandidatePackage By)> _needs = [];
    private readonly ApkDefinition _definition;
    private readonly NamePatterns _named;
    private readonly PackagePatterns _excluded;
    private readonly NamePatterns _excludedFiles;
    private readonly IReadOnlySet<string> _badFiles;

    private PackageSelection(ApkDefinition definition, NamePatterns excludedFiles, IReadOnlySet<string> badFiles)
    {
        _definition = definition;
        _named = new NamePatterns(definition.Packages);
        _excluded = new PackagePatterns(definition.ExcludePackages, knowsFullNames: true);
        (_excludedFiles, _badFiles) = (excludedFiles, badFiles);
    }

    /// <summary>Exclusions of packages that have matched nothing.</summary>
    public IEnumerable<PackagePattern> UselessExclusions => _excluded.Unmatched;

    /// <summary>A repository's index and its packages, in the index's order.</summary>
    public (IndexDocument Index, IReadOnlyList<CandidatePackage> Packages) Of(PlannedRepository planned) => _repositories[planned];

    /// <summary>What became of each package.</summary>
    public IEnumerable<SelectedVersion> Judged()
    {
        var all = _repositories.SelectMany(r => r.Value.Packages.Select(p => (Package: p, r.Key.Repository.Architecture))).ToList();
        var neededBy = new NeededBy<CandidatePackage>(all.Select(a => a.Package), _needs);
        foreach (var (candidate, architecture) in all)
        {
            var record = candidate.Record;
            var pattern = _named.Matching(record.Name);
            var cause = candidate.IsSelected ? _named.IsEmpty ? SelectionCause.All : pattern is not null ? SelectionCause.Named : SelectionCause.Needed
                : candidate.IsExcluded ? SelectionCause.Excluded
                : !candidate.IsEligible ? candidate.IsOlder ? SelectionCause.Older : SelectionCause.Unfit
                : SelectionCause.Unnamed;
            yield return new SelectedVersion(new PackageIdentity(record.Name, record.Version, record.Architecture ?? architecture), record.Size, cause)
            {
                Detail = cause == SelectionCause.Named ? pattern : null,
                NeededBy = neededBy[candidate],
            };
        }
    }

    /// <summary>Reads the indices and selects.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="excludedFiles">What is left out by its path.</param>
    /// <param name="badFiles">Paths of packages that upstream does not have as the index describes them.</param>
    /// <param name="entry">What may enter.</param>
    /// <param name="log">Hears what cannot be had.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<PackageSelection> MakeAsync(
        IReadOnlyList<PlannedRepository> repositories, ApkDefinition definition, NamePatterns excludedFiles, IReadOnlySet<string> badFiles, RepositoryEntry entry, ILog log, CancellationToken cancellation)
    {
        var selection = new PackageSelection(definition, excludedFiles, badFiles);
        foreach (var planned in repositories)
        {
            cancellation.ThrowIfCancellationRequested();
            await selection.ReadAsync(planned, entry, cancellation);
        }

        if (definition is { IncludeDependencies: true, Packages.Count: > 0 })
        {
            foreach (var architecture in repositories.GroupBy(r => r.Repository.Architecture))
            {
                var closure = new DependencyClosure([.. architecture.SelectMany(r => selection.Of(r).Packages)], log);
                closure.Complete(cancellation);
                selection._needs.AddRange(closure.Needs);
            }
        }

        entry.Report(selection._repositories.Values.SelectMany(r => r.Packages).ToList(), selection._named, definition.IncludeDependencies);
        foreach (var pattern in selection._named.Unmatched)
        {
            log.Warning(ApkDiagnostics.PatternMatchesNothing(pattern));
        }

        return selection;
    }

    private async Task ReadAsync(PlannedRepository planned, RepositoryEntry entry, CancellationToken cancellation)
    {
        var index = planned.ReadIndex();
        var packages = index.Records().Select(r => Judge(planned.Repository, r, null)).ToList();
        packages.AddRange((await entry.JudgeAsync(planned, packages, cancellation)).Select(s => Judge(planned.Repository, s.Record, s.Stored)));
        KeepNewest(packages);
        foreach (var package in packages)
        {
            package.IsSelected = (_named.IsEmpty || _named.IsMatch(package.Record.Name)) && package is { IsEligible: true, IsExcluded: false };
        }

        _repositories.Add(planned, (index, packages));
    }

    private CandidatePackage Judge(ApkRepository repository, IndexRecord record, PlanEntry? stored)
    {
        var path = repository.PathOf(record.FileName);
        return new CandidatePackage(record, path)
        {
            Stored = stored,
            IsExcluded = _excluded.IsMatch(record.Name, record.Version, record.Architecture ?? repository.Architecture),
            IsEligible = !_badFiles.Contains(path) && !_excludedFiles.IsMatch(path),
        };
    }

    private void KeepNewest(IEnumerable<CandidatePackage> packages)
    {
        if (_definition.KeepVersions == 0)
        {
            return;
        }

        foreach (var versions in packages.Where(p => p is { IsEligible: true, IsExcluded: false }).GroupBy(p => p.Record.Name))
        {
            foreach (var older in versions.OrderByDescending(p => p.Record.Version, Versions).Skip(_definition.KeepVersions))
            {
                (older.IsEligible, older.IsOlder) = (false, true);
            }
        }
    }
}
