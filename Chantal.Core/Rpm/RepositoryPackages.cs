using Chantal.Plans;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm;

/// <summary>The packages of a repository that is filtered.</summary>
internal sealed class RepositoryPackages(PlannedRepository planned, RepositoryModules modules)
{
    private readonly List<CandidatePackage> _packages = [];

    /// <summary>Every package, in the list's order.</summary>
    public IReadOnlyList<CandidatePackage> Packages => _packages;

    /// <summary>Those that the mirror takes.</summary>
    public IEnumerable<CandidatePackage> Selected => _packages.Where(p => p.IsSelected);

    /// <summary>The repository's modules.</summary>
    public RepositoryModules Modules => modules;

    /// <summary>Takes a package from the list.</summary>
    public void Add(PrimaryPackage package, RpmFilter filter, RpmDependencyClosure? closure, PlanEntry? stored = null)
    {
        var candidate = new CandidatePackage
        {
            Package = package with { Provides = [], Requires = [], Recommends = [], Conflicts = [], Obsoletes = [], Files = [] },
            Id = PackageId.Of(package.Checksum),
            Stored = stored,
            IsModular = modules.IsModular(Nevra.Of(package)),
            IsExcluded = filter.IsExcluded(package),
            IsEligible = filter.IsForUs(planned.Repository, package) && !filter.IsFileLeftOut(planned.Repository, package),
        };
        _packages.Add(candidate);
        closure?.Add(candidate, package);
    }

    /// <summary>The published state of the repository, from which versions stay in the places of those that may not enter yet; null: none do.</summary>
    public PlannedRepository? Stored { get; private set; }

    /// <summary>Takes packages that stay from the published state.</summary>
    /// <param name="stored">The repository as it is published.</param>
    /// <param name="staying">The packages, each with its line.</param>
    /// <param name="filter">What the definition lets through.</param>
    /// <param name="closure">Follows dependencies; null: nobody does.</param>
    public void AddStaying(PlannedRepository stored, IEnumerable<(PrimaryPackage Package, PlanEntry Line)> staying, RpmFilter filter, RpmDependencyClosure? closure)
    {
        Stored = stored;
        foreach (var (package, line) in staying)
        {
            Add(package, filter, closure, line);
        }
    }

    /// <summary>Whoever mirrors a tree of sources wants the sources.</summary>
    public void AcceptTreeOfSources(RpmFilter filter)
    {
        if (_packages.TrueForAll(p => p.Package.Architecture is "src" or "nosrc"))
        {
            _packages.ForEach(p => p.IsEligible = !filter.IsFileLeftOut(planned.Repository, p.Package));
        }
    }

    /// <summary>Leaves the newest versions of each package, and of each stream the newest builds with all that belongs to them.</summary>
    /// <param name="count">How many; 0: all.</param>
    public void KeepNewest(int count)
    {
        if (count == 0)
        {
            return;
        }

        foreach (var candidate in _packages.Where(p => p.IsModular && !modules.IsKept(p.Nevra)))
        {
            candidate.IsOlder = candidate.IsEligible;
            candidate.IsEligible = false;
        }

        foreach (var versions in _packages.Where(p => p is { IsModular: false, IsEligible: true, IsExcluded: false }).GroupBy(p => (p.Package.Name, p.Package.Architecture)))
        {
            foreach (var older in versions.GroupBy(v => v.Package.Evr).OrderByDescending(v => v.Key).Skip(count).SelectMany(v => v))
            {
                (older.IsEligible, older.IsOlder) = (false, true);
            }
        }
    }

    /// <summary>Selects what the definition names; of a stream's build all that belongs to it, or clients could not install it.</summary>
    public void SelectNamed(RpmFilter filter)
    {
        foreach (var candidate in _packages)
        {
            candidate.IsSelected = candidate is { IsEligible: true, IsExcluded: false } && filter.IsNamed(candidate.Package.Name);
        }

        if (!filter.IsNaming)
        {
            return;
        }

        var together = modules.Together(_packages.Where(p => p is { IsSelected: true, IsModular: true }).Select(p => p.Nevra).ToHashSet());
        foreach (var candidate in _packages.Where(p => p is { IsEligible: true, IsExcluded: false, IsModular: true } && together.Contains(p.Nevra)))
        {
            candidate.IsSelected = true;
        }
    }
}
