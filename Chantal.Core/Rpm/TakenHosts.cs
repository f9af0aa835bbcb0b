using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm;

/// <summary>
/// What hosts have before and after they take what is taken: the newest version of each package, of which a host has one. A package of theirs that no longer goes with the others
/// comes along in a newer version, or the taking fails.
/// </summary>
internal sealed class TakenHosts(IReadOnlyList<TakenRepository> repositories, RpmDependencyClosure closure, ILog log)
{
    private readonly Dictionary<(string Name, string Architecture), CandidatePackage> _before = NewestOf(repositories.SelectMany(r => r.Held));
    private readonly HashSet<(CandidatePackage By, CandidatePackage Own)> _said = [];
    private Dictionary<(string Name, string Architecture), CandidatePackage> _new = [];

    // The packages of the base that hosts do not have any more, and what they have in their place.
    private Dictionary<CandidatePackage, CandidatePackage> _replaced = [];

    /// <summary>The newest of each name and architecture.</summary>
    public static Dictionary<(string Name, string Architecture), CandidatePackage> NewestOf(IEnumerable<CandidatePackage> packages)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var newest = new Dictionary<(string, string), CandidatePackage>();
        foreach (var package in packages)
        {
            if (!newest.TryGetValue(Key(package), out var other) || other.Package.Evr.CompareTo(package.Package.Evr) < 0)
            {
                newest[Key(package)] = package;
            }
        }

        return newest;
    }

    /// <summary>Name and architecture.</summary>
    public static (string Name, string Architecture) Key(CandidatePackage package) => (package.Package.Name, package.Package.Architecture);

    /// <summary>Takes what has to come along; says whether there was anything.</summary>
    public bool SelectFollowers()
    {
        _new = NewestOf(repositories.SelectMany(r => r.Taken)).Where(t => !_before.TryGetValue(t.Key, out var own) || own.Package.Evr.CompareTo(t.Value.Package.Evr) < 0).ToDictionary();
        _replaced = _new.Where(t => _before.ContainsKey(t.Key)).ToDictionary(t => _before[t.Key], t => t.Value);
        foreach (var by in _new.Values)
        {
            NoteObsoleted(by);
        }

        var names = _replaced.Keys.Select(p => p.Package.Name).ToHashSet(StringComparer.Ordinal);
        var any = false;
        foreach (var package in _before.Values.Where(p => !_replaced.ContainsKey(p)).ToList())
        {
            any |= SelectLeftBehind(package, names) || SelectConflicting(package);
        }

        // What came along for one reason may do for another one.
        return any || _new.Values.Any(SelectBroken);
    }

    private bool IsAfter(CandidatePackage package) => IsNew(package) || (_before.GetValueOrDefault(Key(package)) == package && !_replaced.ContainsKey(package));

    private bool IsNew(CandidatePackage package) => package.IsSelected && _new.GetValueOrDefault(Key(package)) == package;

    // An update may take the place of a package with another name. What comes for the sake of another package may not take one away.
    private void NoteObsoleted(CandidatePackage by)
    {
        foreach (var relation in HindrancesOf(by).Obsoletes)
        {
            foreach (var own in closure.Provides.Satisfying(relation).Where(p => p.Package.Name == relation.Name && p.Package.Name != by.Package.Name && _before.GetValueOrDefault(Key(p)) == p).ToList())
            {
                if (_before.TryGetValue(Key(by), out var earlier) ? HindrancesOf(earlier).Obsoletes.Any(o => o.Name == relation.Name) : closure.BroughtBy(by) is not null && !Provides(by, own.Package.Name))
                {
                    if (earlier is null)
                    {
                        throw TakeDiagnostics.Conflicts(by.Nevra.ToString(), own.Nevra.ToString(), $"Obsoletes: {RpmDependencyClosure.Show(relation)}", closure.PathTo(by));
                    }

                    continue;
                }

                _replaced.TryAdd(own, by);
                if (_said.Add((by, own)))
                {
                    log.Info($"{by.Nevra} takes the place of '{own.Nevra}' of the base on hosts: it obsoletes '{RpmDependencyClosure.Show(relation)}'.");
                }
            }
        }
    }

    private bool SelectLeftBehind(CandidatePackage package, HashSet<string> names)
    {
        foreach (var relation in closure.RequiresOf(package))
        {
            if (names.Contains(relation.Name) && BrokenBy(relation) is { } by)
            {
                return Bring(package, by, f => !closure.RequiresOf(f).Any(r => r.Name == relation.Name && !closure.Provides.Satisfying(r).Contains(by)))
                    ? true : throw TakeDiagnostics.LeftBehind(by.Nevra.ToString(), package.Nevra.ToString(), RpmDependencyClosure.Show(relation), closure.PathTo(by));
            }
        }

        return false;
    }

    private CandidatePackage? BrokenBy(RpmRelation relation)
    {
        var satisfying = closure.Provides.Satisfying(relation).ToList();
        return satisfying.FirstOrDefault(_replaced.ContainsKey) is { } own && !satisfying.Any(s => s.IsSelected && IsAfter(s)) ? _replaced[own] : null;
    }

    // It cannot be installed together with what is new, and says so itself.
    private bool SelectConflicting(CandidatePackage package)
    {
        foreach (var relation in HindrancesOf(package).Conflicts)
        {
            var hit = closure.Provides.Satisfying(relation).ToList();
            if (hit.Find(p => IsNew(p) && Matters(p, package) && !Provides(package, relation.Name)) is { } by && !(_before.TryGetValue(Key(by), out var own) && hit.Contains(own)))
            {
                return Bring(package, by, f => !HindrancesOf(f).Conflicts.Any(c => closure.Provides.Satisfying(c).Contains(by)))
                    ? true : throw TakeDiagnostics.Conflicts(by.Nevra.ToString(), package.Nevra.ToString(), $"Conflicts: {RpmDependencyClosure.Show(relation)}", closure.PathTo(by));
            }
        }

        return false;
    }

    // What is new cannot be installed together with it.
    private bool SelectBroken(CandidatePackage by)
    {
        foreach (var relation in HindrancesOf(by).Conflicts)
        {
            foreach (var package in closure.Provides.Satisfying(relation).Where(p => IsAfter(p) && !IsNew(p) && Matters(by, p) && !Provides(by, relation.Name)).ToList())
            {
                if (!(_before.TryGetValue(Key(by), out var own) && HindrancesOf(own).Conflicts.Any(c => closure.Provides.Satisfying(c).Contains(package))))
                {
                    return Bring(package, by, f => !closure.Provides.Satisfying(relation).Contains(f))
                        ? true : throw TakeDiagnostics.Conflicts(by.Nevra.ToString(), package.Nevra.ToString(), $"Conflicts: {RpmDependencyClosure.Show(relation)}", closure.PathTo(by));
                }
            }
        }

        return false;
    }

    // Streams of modules exclude each other, and so do packages that conflict with what they provide themselves. What is new to all hosts, and named, is for those that want it.
    private bool Matters(CandidatePackage by, CandidatePackage package) =>
        by.Package.Name != package.Package.Name && !(by.IsModular && package.IsModular)
        && (_before.ContainsKey(Key(by)) || closure.BroughtBy(by) is not null);

    private bool Provides(CandidatePackage package, string name) => closure.Provides.Satisfying(new RpmRelation(name)).Contains(package);

    private bool Bring(CandidatePackage left, CandidatePackage by, Func<CandidatePackage, bool> fits)
    {
        var follower = repositories.SelectMany(r => r.Offered).Where(p => Key(p) == Key(left) && !p.IsSelected && p.Package.Evr.CompareTo(left.Package.Evr) > 0 && fits(p)).MinBy(p => p.Package.Evr);
        if (follower is not null)
        {
            closure.Bring(follower, by);
        }

        return follower is not null;
    }

    private Hindrances HindrancesOf(CandidatePackage package) =>
        repositories.Select(r => r.Hindrances.GetValueOrDefault(package)).FirstOrDefault(h => h is not null) ?? Hindrances.None;
}

/// <summary>What a package cannot be installed together with, and what it takes the place of.</summary>
/// <param name="Conflicts">What it conflicts with.</param>
/// <param name="Obsoletes">What it obsoletes.</param>
internal sealed record Hindrances(IReadOnlyList<RpmRelation> Conflicts, IReadOnlyList<RpmRelation> Obsoletes)
{
    /// <summary>Nothing.</summary>
    public static Hindrances None { get; } = new([], []);
}
