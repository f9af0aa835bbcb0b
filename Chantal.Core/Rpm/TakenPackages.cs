using Chantal.Repositories;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm;

/// <summary>
/// Chooses what is taken: the newest of the packages that are named, the packages that fix an advisory, all of a module's build of which one is taken, what these need
/// and the base does not have, and those that would be left behind because they need exactly the version that is replaced.
/// </summary>
internal sealed class TakenPackages(string mirror, IReadOnlyList<TakenRepository> repositories, TakeRequest request)
{
    private readonly RpmDependencyClosure _closure = new(includeRecommends: false);
    private readonly HashSet<CandidatePackage> _followed = [];

    private IEnumerable<CandidatePackage> Held => repositories.SelectMany(r => r.Held);

    private IEnumerable<CandidatePackage> Offered => repositories.SelectMany(r => r.Offered);

    /// <summary>Selects the packages.</summary>
    public async Task SelectAsync(CancellationToken cancellation)
    {
        foreach (var repository in repositories)
        {
            // What the base has already was asked for as well.
            await repository.ReadAsync(_closure, p => _ = request.Names(p.Name, p.Evr.ToString(), p.Architecture), cancellation);
        }

        foreach (var repository in repositories)
        {
            SelectNamed(repository);
            SelectFixes(repository);
        }

        do
        {
            SelectBuilds();
            var open = Offered.Where(p => p.IsSelected && _followed.Add(p)).ToList();
            await _closure.FollowAsync(open, FindFilesAsync);
            RequireSatisfied();
        }
        while (SelectLeftBehind() || Offered.Any(p => p.IsSelected && !_followed.Contains(p) && p.IsModular));

        async Task FindFilesAsync(IReadOnlySet<string> paths, Action<string, CandidatePackage> found)
        {
            foreach (var repository in repositories)
            {
                await repository.FindFilesAsync(paths, found, cancellation);
            }
        }
    }

    // Of each package the newest that fits, unless that is older than what the base has.
    private void SelectNamed(TakenRepository repository)
    {
        var held = NewestOf(repository.Held);
        foreach (var versions in repository.Offered.Where(p => request.Names(p.Package.Name, p.Package.Evr.ToString(), p.Package.Architecture)).GroupBy(Key))
        {
            var newest = versions.MaxBy(p => p.Package.Evr)!;
            newest.IsSelected |= !held.TryGetValue(versions.Key, out var own) || own.Package.Evr.CompareTo(newest.Package.Evr) < 0;
        }
    }

    private void SelectFixes(TakenRepository repository)
    {
        var held = NewestOf(repository.Held);
        var offered = repository.Offered.ToLookup(Key);
        foreach (var (advisory, packages) in repository.Advisories)
        {
            var isNamed = request.Names(advisory);
            if (!isNamed && !request.Passes(advisory))
            {
                continue;
            }

            foreach (var package in packages)
            {
                var own = held.GetValueOrDefault((package.Name, package.Architecture));
                if (own is null ? isNamed : own.Package.Evr.CompareTo(package.Evr) < 0)
                {
                    // The state may have a newer one only, which fixes it too.
                    var fixes = offered[(package.Name, package.Architecture)].Where(p => p.Package.Evr.CompareTo(package.Evr) >= 0).MinBy(p => p.Package.Evr);
                    _ = fixes?.IsSelected = true;
                }
            }
        }
    }

    // Clients see a build of a module whole or not at all.
    private void SelectBuilds()
    {
        foreach (var repository in repositories)
        {
            var taken = repository.Taken.Where(p => p.IsModular).ToList();
            var nevras = taken.Select(p => p.Nevra).ToHashSet();
            var together = repository.Modules.Where(d => d.Artifacts.Any(nevras.Contains)).SelectMany(d => d.Artifacts).ToHashSet();
            foreach (var package in repository.Offered.Where(p => p is { IsModular: true, IsSelected: false } && together.Contains(p.Nevra)))
            {
                package.IsSelected = true;
            }
        }
    }

    // What packages of the base need as well and do not find there comes from another repository, as it does for them.
    private void RequireSatisfied()
    {
        var unmet = _closure.Unsatisfied.ToList();
        if (unmet.Count == 0)
        {
            return;
        }

        var elsewhere = Held.SelectMany(_closure.RequiresOf).Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var missing = unmet.Where(u => !elsewhere.Contains(u.Relation.Name) || _closure.Provides.Satisfying(new RpmRelation(u.Relation.Name)).Any()).ToList();
        if (missing.Count > 0)
        {
            throw TakeDiagnostics.Unsatisfied(mirror, [.. missing.Select(m => $"{m.Path} -> {RpmDependencyClosure.Show(m.Relation)}")]);
        }
    }

    // A host has one version of a package: where it gets the new one, what needs exactly the old one has to go along.
    private bool SelectLeftBehind()
    {
        var newest = NewestOf(Held);
        var taken = NewestOf(Offered.Where(p => p.IsSelected));
        var replaced = taken.Where(t => newest.TryGetValue(t.Key, out var own) && own.Package.Evr.CompareTo(t.Value.Package.Evr) < 0).ToDictionary(t => newest[t.Key], t => t.Value);
        var names = replaced.Keys.Select(p => p.Package.Name).ToHashSet(StringComparer.Ordinal);
        var any = false;
        foreach (var package in newest.Values.Where(p => !replaced.ContainsKey(p)).ToList())
        {
            foreach (var relation in _closure.RequiresOf(package))
            {
                if (names.Contains(relation.Name) && relation.Evr is not null && BrokenBy(relation, newest.Values, replaced) is { } breaking)
                {
                    Bring(package, relation, breaking);
                    any = true;
                    break;
                }
            }
        }

        return any;
    }

    private CandidatePackage? BrokenBy(RpmRelation relation, ICollection<CandidatePackage> newest, Dictionary<CandidatePackage, CandidatePackage> replaced)
    {
        var satisfying = _closure.Provides.Satisfying(relation).ToList();
        return satisfying.FirstOrDefault(replaced.ContainsKey) is { } own && !satisfying.Any(s => s.IsSelected && !replaced.ContainsKey(s) && (newest.Contains(s) || replaced.ContainsValue(s)))
            ? replaced[own]
            : null;
    }

    private void Bring(CandidatePackage left, RpmRelation relation, CandidatePackage by)
    {
        var follower = Offered.Where(p => Key(p) == Key(left) && !p.IsSelected && p.Package.Evr.CompareTo(left.Package.Evr) > 0 && !NeedsOld(p)).MinBy(p => p.Package.Evr)
            ?? throw TakeDiagnostics.LeftBehind(by.Nevra.ToString(), left.Nevra.ToString(), RpmDependencyClosure.Show(relation), _closure.PathTo(by));
        _closure.Bring(follower, by);

        bool NeedsOld(CandidatePackage candidate) => _closure.RequiresOf(candidate).Any(r => r.Name == relation.Name && !_closure.Provides.Satisfying(r).Contains(by));
    }

    private static (string Name, string Architecture) Key(CandidatePackage package) => (package.Package.Name, package.Package.Architecture);

    private static Dictionary<(string Name, string Architecture), CandidatePackage> NewestOf(IEnumerable<CandidatePackage> packages)
    {
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
}
