using Chantal.Diagnostics;

namespace Chantal.Rpm.Packages;

/// <summary>
/// Adds to the named packages of all repositories what they need, so that they install on a machine that has nothing else.
/// Where several packages would do, the choice is that of a solver on an empty machine, made the same way every time: what
/// is selected already, then the package called so, then the best architecture, then the newest.
/// </summary>
/// <param name="includeRecommends">Whether to follow Recommends too.</param>
internal sealed class RpmDependencyClosure(bool includeRecommends)
{
    private const int MaxWarnings = 20;

    private readonly ProvideTable _provides = new();
    private readonly Dictionary<CandidatePackage, (IReadOnlyList<RpmRelation> Requires, IReadOnlyList<RpmRelation> Recommends)> _needs = [];
    private readonly Dictionary<CandidatePackage, CandidatePackage> _broughtBy = [];
    private readonly HashSet<(CandidatePackage Package, CandidatePackage By)> _neededBy = [];
    private readonly Queue<CandidatePackage> _open = new();
    private readonly List<(RichDependency.Joined Condition, CandidatePackage By, bool IsHard)> _conditions = [];
    private readonly HashSet<(RichDependency.Joined Condition, CandidatePackage By, bool IsHard)> _knownConditions = [];
    private readonly HashSet<string> _absentFiles = new(StringComparer.Ordinal);
    private readonly List<(RpmRelation Relation, CandidatePackage By)> _unsatisfied = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Searches the full lists of files for paths, and reports each package that has one.</summary>
    public delegate Task FindFiles(IReadOnlySet<string> paths, Action<string, CandidatePackage> found);

    /// <summary>Takes a package with its relations.</summary>
    public void Add(CandidatePackage candidate, PrimaryPackage package)
    {
        if (!candidate.IsEligible)
        {
            return;
        }

        _provides.Add(candidate, package with { Provides = Shared(package.Provides) });
        _needs.Add(candidate, (Shared(package.Requires), includeRecommends ? Shared(package.Recommends) : []));
    }

    /// <summary>What the packages provide.</summary>
    public ProvideTable Provides => _provides;

    /// <summary>What cannot be met: the relation, and the packages that lead to it.</summary>
    public IEnumerable<(RpmRelation Relation, string Path)> Unsatisfied => _unsatisfied.DistinctBy(u => (u.Relation.Name, u.By.Package.Name)).Select(u => (u.Relation, PathTo(u.By)));

    /// <summary>Which packages are needed by which others, each pair once.</summary>
    public IReadOnlyCollection<(CandidatePackage Package, CandidatePackage By)> NeededBy => _neededBy;

    /// <summary>What a package requires.</summary>
    public IReadOnlyList<RpmRelation> RequiresOf(CandidatePackage candidate) => _needs.TryGetValue(candidate, out var needs) ? needs.Requires : [];

    /// <summary>The package for which another one was selected; null: it was asked for.</summary>
    public CandidatePackage? BroughtBy(CandidatePackage candidate) => _broughtBy.GetValueOrDefault(candidate);

    /// <summary>Notes that a package is selected because another one is.</summary>
    public void Bring(CandidatePackage candidate, CandidatePackage by)
    {
        candidate.IsSelected = true;
        _broughtBy[candidate] = by;
    }

    /// <summary>Selects everything that the selected packages need.</summary>
    /// <param name="all">The packages of all repositories.</param>
    /// <param name="findFiles">Looks for files that primary does not list.</param>
    /// <param name="log">Hears what cannot be had, with the path that leads to it.</param>
    public async Task CompleteAsync(IReadOnlyList<CandidatePackage> all, FindFiles findFiles, ILog log)
    {
        await FollowAsync(all, findFiles);
        Warn(log);
    }

    /// <summary>Selects everything that those of some packages need which are selected.</summary>
    /// <param name="all">The packages.</param>
    /// <param name="findFiles">Looks for files that primary does not list.</param>
    public async Task FollowAsync(IEnumerable<CandidatePackage> all, FindFiles findFiles)
    {
        foreach (var candidate in all.Where(c => c.IsSelected))
        {
            _open.Enqueue(candidate);
        }

        Follow();
        for (var asked = new HashSet<string>(); _absentFiles.Any(p => !asked.Contains(p));)
        {
            var paths = _absentFiles.Where(asked.Add).ToHashSet();
            await findFiles(paths, _provides.AddFile);
            var retried = _unsatisfied.Where(u => paths.Contains(u.Relation.Name)).ToList();
            _unsatisfied.RemoveAll(u => paths.Contains(u.Relation.Name));
            retried.ForEach(r => Satisfy(r.Relation, r.By, isHard: true));
            Follow();
        }
    }

    private void Follow()
    {
        do
        {
            while (_open.TryDequeue(out var candidate))
            {
                if (_needs.TryGetValue(candidate, out var needs))
                {
                    foreach (var relation in needs.Requires)
                    {
                        Satisfy(relation, candidate, isHard: true);
                    }

                    foreach (var relation in needs.Recommends)
                    {
                        Satisfy(relation, candidate, isHard: false);
                    }
                }
            }

            // A condition that did not hold may hold now.
            foreach (var (condition, by, isHard) in _conditions.ToList())
            {
                Satisfy(condition, by, isHard);
            }
        }
        while (_open.Count > 0);
    }

    private bool Satisfy(RpmRelation relation, CandidatePackage by, bool isHard)
    {
        // What rpm itself provides is not a package.
        if (relation.Name.StartsWith("rpmlib(", StringComparison.Ordinal))
        {
            return true;
        }

        if (RichDependency.IsRich(relation.Name))
        {
            return RichDependency.TryParse(relation.Name) is { } rich ? Satisfy(rich, by, isHard) : Miss(relation, by, isHard);
        }

        return Choose(_provides.Satisfying(relation), relation.Name, by) is { } chosen ? Select(chosen, by) : Miss(relation, by, isHard);
    }

    private bool Satisfy(RichDependency dependency, CandidatePackage by, bool isHard) => dependency switch
    {
        RichDependency.Simple simple => Satisfy(simple.Relation, by, isHard),
        RichDependency.Joined { Operator: RichOperator.And } and => Satisfy(and.Left, by, isHard) & Satisfy(and.Right, by, isHard),
        RichDependency.Joined { Operator: RichOperator.Or } or => IsMet(or.Left) || IsMet(or.Right)
            || (CanBeMet(or.Left) ? Satisfy(or.Left, by, isHard) : Satisfy(or.Right, by, isHard)),
        RichDependency.Joined { Operator: RichOperator.If or RichOperator.Unless } condition => SatisfyCondition(condition, by, isHard),
        RichDependency.Joined { Operator: RichOperator.With or RichOperator.Without } both => Choose(Matching(both), NameOf(both), by) is { } chosen
            ? Select(chosen, by)
            : Miss(new RpmRelation(NameOf(both)), by, isHard),
        _ => true,
    };

    // "a if b" asks for a where b is installed: a mirror holds a as soon as it holds a package that would be b.
    private bool SatisfyCondition(RichDependency.Joined condition, CandidatePackage by, bool isHard)
    {
        if (_knownConditions.Add((condition, by, isHard)))
        {
            _conditions.Add((condition, by, isHard));
        }

        var holds = IsMet(condition.Right);
        return (condition.Operator == RichOperator.If) == holds ? Satisfy(condition.Left, by, isHard)
            : condition.Else is null || Satisfy(condition.Else, by, isHard);
    }

    private bool IsMet(RichDependency dependency) => dependency switch
    {
        RichDependency.Simple simple => _provides.Satisfying(simple.Relation).Any(c => c.IsSelected),
        RichDependency.Joined { Operator: RichOperator.And } and => IsMet(and.Left) && IsMet(and.Right),
        RichDependency.Joined { Operator: RichOperator.Or } or => IsMet(or.Left) || IsMet(or.Right),
        RichDependency.Joined { Operator: RichOperator.If } condition => IsMet(condition.Right) ? IsMet(condition.Left) : condition.Else is null || IsMet(condition.Else),
        RichDependency.Joined { Operator: RichOperator.Unless } condition => IsMet(condition.Right) ? condition.Else is null || IsMet(condition.Else) : IsMet(condition.Left),
        RichDependency.Joined both => Matching(both).Any(c => c.IsSelected),
        _ => false,
    };

    private bool CanBeMet(RichDependency dependency) => dependency switch
    {
        RichDependency.Simple simple => _provides.Satisfying(simple.Relation).Any(c => !c.IsExcluded),
        RichDependency.Joined { Operator: RichOperator.And } and => CanBeMet(and.Left) && CanBeMet(and.Right),
        RichDependency.Joined { Operator: RichOperator.Or } or => CanBeMet(or.Left) || CanBeMet(or.Right),
        RichDependency.Joined { Operator: RichOperator.With or RichOperator.Without } both => Matching(both).Any(c => !c.IsExcluded),
        _ => true,
    };

    // One package that is both, or one but not the other.
    private IEnumerable<CandidatePackage> Matching(RichDependency dependency) => dependency switch
    {
        RichDependency.Simple simple => _provides.Satisfying(simple.Relation),
        RichDependency.Joined { Operator: RichOperator.With or RichOperator.And } both => Matching(both.Left).Intersect(Matching(both.Right)),
        RichDependency.Joined { Operator: RichOperator.Without } without => Matching(without.Left).Except(Matching(without.Right)),
        RichDependency.Joined { Operator: RichOperator.Or } or => Matching(or.Left).Union(Matching(or.Right)),
        _ => [],
    };

    private static string NameOf(RichDependency dependency) => dependency switch
    {
        RichDependency.Simple simple => simple.Relation.Name,
        RichDependency.Joined joined => NameOf(joined.Left),
        _ => "",
    };

    private static CandidatePackage? Choose(IEnumerable<CandidatePackage> candidates, string name, CandidatePackage by)
    {
        CandidatePackage? best = null;
        foreach (var candidate in candidates)
        {
            if (!candidate.IsEligible)
            {
                continue;
            }

            if (best is null || Prefer(candidate, best, name, by))
            {
                best = candidate;
            }
        }

        return best;
    }

    private static bool Prefer(CandidatePackage one, CandidatePackage other, string name, CandidatePackage by)
    {
        var order = Rank(one, name, by).CompareTo(Rank(other, name, by));
        order = order != 0 ? order : other.Package.Evr.CompareTo(one.Package.Evr);
        return (order != 0 ? order : string.CompareOrdinal(one.Package.Name, other.Package.Name)) < 0;
    }

    private static (bool, bool, bool, bool, int) Rank(CandidatePackage candidate, string name, CandidatePackage by) =>
        (candidate.IsExcluded, !candidate.IsSelected, candidate.IsModular && !by.IsModular, candidate.Package.Name != name,
            candidate.Package.Architecture == by.Package.Architecture ? 0 : candidate.Package.Architecture == "noarch" ? 1 : candidate.Package.Architecture is "i686" or "i386" ? 3 : 2);

    private bool Select(CandidatePackage chosen, CandidatePackage by)
    {
        if (chosen != by)
        {
            _neededBy.Add((chosen, by));
        }

        if (!chosen.IsSelected && _broughtBy.TryAdd(chosen, by) && !chosen.IsExcluded)
        {
            chosen.IsSelected = true;
            _open.Enqueue(chosen);
        }

        return true;
    }

    private bool Miss(RpmRelation relation, CandidatePackage by, bool isHard)
    {
        if (isHard)
        {
            _unsatisfied.Add((relation, by));
            if (relation.Name.StartsWith('/'))
            {
                _absentFiles.Add(relation.Name);
            }
        }

        return false;
    }

    private void Warn(ILog log)
    {
        var excluded = _broughtBy.Where(b => b.Key.IsExcluded).OrderBy(b => b.Key.Package.Name, StringComparer.Ordinal)
            .Select(b => RpmPackageDiagnostics.DependencyExcluded(b.Key.Package.Name, PathTo(b.Value)));
        var missing = _unsatisfied.DistinctBy(u => (u.Relation.Name, u.By.Package.Name))
            .Select(u => RpmPackageDiagnostics.DependencyUnsatisfiable(Show(u.Relation), u.Relation.Name, PathTo(u.By)));
        var warnings = excluded.Concat(missing).ToList();
        foreach (var warning in warnings.Take(MaxWarnings))
        {
            log.Warning(warning);
        }

        if (warnings.Count > MaxWarnings)
        {
            log.Warning(RpmPackageDiagnostics.MoreUnsatisfiable(warnings.Count - MaxWarnings, MaxWarnings));
        }
    }

    /// <summary>The packages that lead to one, from the first.</summary>
    public string PathTo(CandidatePackage candidate)
    {
        var names = new List<string> { candidate.Package.Name };
        while (_broughtBy.TryGetValue(candidate, out var by) && names.Count < 20)
        {
            names.Add(by.Package.Name);
            candidate = by;
        }

        names.Reverse();
        return string.Join(" -> ", names);
    }

    /// <summary>A relation as packages write it.</summary>
    public static string Show(RpmRelation relation) => relation.Comparison switch
    {
        RpmComparison.Any => relation.Name,
        RpmComparison.Equal => $"{relation.Name} = {relation.Evr}",
        RpmComparison.Below => $"{relation.Name} < {relation.Evr}",
        RpmComparison.AtMost => $"{relation.Name} <= {relation.Evr}",
        RpmComparison.Above => $"{relation.Name} > {relation.Evr}",
        _ => $"{relation.Name} >= {relation.Evr}",
    };

    // The same few thousand words stand in every package: each is kept once.
    private RpmRelation[] Shared(IReadOnlyList<RpmRelation> relations) =>
        [.. relations.Select(r => r with { Name = Shared(r.Name), Evr = r.Evr is { } evr ? new Evr(Shared(evr.Epoch), Shared(evr.Version), Shared(evr.Release)) : null })];

    private string Shared(string text)
    {
        if (!_names.TryGetValue(text, out var shared))
        {
            _names.Add(text, shared = text);
        }

        return shared;
    }
}
