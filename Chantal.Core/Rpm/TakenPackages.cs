using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm;

/// <summary>
/// Chooses what is taken: the newest of the packages that are named, the packages that fix an advisory, all of a module's build of which one is taken, what these need
/// and the base does not have, and those that would be left behind by what is replaced.
/// </summary>
internal sealed class TakenPackages(string mirror, IReadOnlyList<TakenRepository> repositories, TakeRequest request, IReadOnlyList<Advisory> advisories, ILog log)
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

        var hosts = new TakenHosts(repositories, _closure, log);
        do
        {
            SelectBuilds();
            var open = Offered.Where(p => p.IsSelected && _followed.Add(p)).ToList();
            await _closure.FollowAsync(open, FindFilesAsync);
            RequireSatisfied();
        }
        while (hosts.SelectFollowers() || Offered.Any(p => p.IsSelected && !_followed.Contains(p) && p.IsModular));

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
        var held = TakenHosts.NewestOf(repository.Held);
        foreach (var versions in repository.Offered.Where(p => request.Names(p.Package.Name, p.Package.Evr.ToString(), p.Package.Architecture)).GroupBy(TakenHosts.Key))
        {
            var newest = versions.MaxBy(p => p.Package.Evr)!;
            newest.IsSelected |= !held.TryGetValue(versions.Key, out var own) || own.Package.Evr.CompareTo(newest.Package.Evr) < 0;
        }
    }

    private void SelectFixes(TakenRepository repository)
    {
        var held = TakenHosts.NewestOf(repository.Held);
        var offered = repository.Offered.ToLookup(TakenHosts.Key);
        foreach (var (advisory, packages) in repository.Advisories.Concat(FromElsewhere(held)))
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

    // Advisories that do not come with the repository name no architecture: they are about what the base has.
    private IEnumerable<AdvisoryPackages> FromElsewhere(Dictionary<(string Name, string Architecture), CandidatePackage> held)
    {
        var architectures = held.Keys.ToLookup(k => k.Name, k => k.Architecture, StringComparer.Ordinal);
        return advisories.Select(a => new AdvisoryPackages(a, [.. a.Packages.SelectMany(p => architectures[p.Name].Select(architecture => new Nevra(p.Name, Evr.Parse(p.Version), architecture)))]));
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
}
