using Chantal.Content;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>
/// Which packages of repositories may enter. Many repositories list one version of a package: where that one has to wait, the one that the mirror has published stays.
/// </summary>
/// <param name="policy">What may enter.</param>
/// <param name="filter">What the definition lets through.</param>
/// <param name="published">The published state.</param>
/// <param name="reader">Reads metadata.</param>
/// <param name="source">Finds files of the published state.</param>
internal sealed class RepositoryEntry(EntryPolicy policy, RpmFilter filter, PublishedState published, RepodataReader reader, IArtifactSource source)
{
    private readonly Dictionary<CandidatePackage, (UpstreamVersion Version, Verdict Verdict)> _verdicts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Marks the packages that may not enter, and adds those that stay in their places.</summary>
    public async Task JudgeAsync(PlannedRepository planned, RepositoryPackages packages, RpmDependencyClosure? closure, CancellationToken cancellation)
    {
        if (!policy.IsInForce)
        {
            return;
        }

        // Where the metadata stays, what is left out of it is only the file: the whole state waits instead.
        var rewrites = filter.Rewrites(planned.Repository);
        if (policy.FastLane is { } least && rewrites)
        {
            await ReadFixesAsync(planned, least, cancellation);
        }

        var part = policy.Open(planned.Repository.Path, isDated: packages.Packages.Any(p => p.Package.FileTime is not null));
        var waiting = new HashSet<(string Name, string Architecture)>();
        var held = new HashSet<Nevra>();
        foreach (var group in packages.Packages.GroupBy(p => (p.Package.Name, p.Package.Architecture)))
        {
            var builds = group.ToList();
            var verdicts = part.Judge([.. builds.Select(b => VersionOf(planned.Repository, b.Package))]);
            foreach (var (candidate, verdict) in builds.Zip(verdicts).Where(v => rewrites || v.Second.Ruling == Ruling.Blocked))
            {
                _verdicts[candidate] = (VersionOf(planned.Repository, candidate.Package), verdict);
                if (!verdict.IsIn)
                {
                    candidate.IsEligible = false;
                    _ = candidate.IsModular && held.Add(candidate.Nevra);
                }
            }

            if (rewrites && verdicts.All(v => !v.IsIn) && !builds.Exists(b => b.IsModular))
            {
                _ = waiting.Add(group.Key);
            }
        }

        if (held.Count > 0)
        {
            var together = packages.Modules.HoldBack(held);
            foreach (var candidate in packages.Packages.Where(p => p.IsModular && together.Contains(p.Nevra)))
            {
                candidate.IsEligible = false;
            }
        }

        if (waiting.Count > 0)
        {
            await AddStayingAsync(planned, packages, part, waiting, closure, cancellation);
        }
    }

    /// <summary>Reports what was said of the packages that the mirror takes, or would take.</summary>
    /// <param name="repositories">All packages of all repositories.</param>
    /// <param name="needsMore">Whether packages are taken that others need.</param>
    public void Report(IEnumerable<RepositoryPackages> repositories, bool needsMore)
    {
        if (_verdicts.Count == 0)
        {
            return;
        }

        var taken = repositories.SelectMany(r => r.Selected).Select(p => p.Package.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (candidate, (version, verdict)) in _verdicts.Where(v => !v.Key.IsExcluded))
        {
            if (verdict.IsIn ? candidate.IsSelected : needsMore || filter.IsNamed(candidate.Package.Name) || taken.Contains(candidate.Package.Name))
            {
                policy.Report.Add(version, verdict);
            }
        }
    }

    private async Task ReadFixesAsync(PlannedRepository planned, string least, CancellationToken cancellation)
    {
        foreach (var data in planned.Repomd.Data.Where(d => RepodataRules.For(d.Type) == RepodataRule.Advisories))
        {
            var name = planned.Repository.PathOf(data.Location);
            using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
            using var elements = new ElementSplitter(content, "update", name);
            while (elements.Next() is { IsEmpty: false } element)
            {
                cancellation.ThrowIfCancellationRequested();
                var advisory = AdvisoryReader.Parse(element, name);
                foreach (var package in AdvisorySeverities.IsGrave(advisory, least) ? advisory.Packages : [])
                {
                    policy.KnowFix(package.Name, package.Version, advisory.Id);
                }
            }
        }
    }

    private async Task AddStayingAsync(
        PlannedRepository planned, RepositoryPackages packages, PartPolicy part, HashSet<(string Name, string Architecture)> waiting, RpmDependencyClosure? closure, CancellationToken cancellation)
    {
        var listed = packages.Packages.Select(p => p.Nevra).ToHashSet();
        var path = planned.Repository.PathOf(RepositoryFiles.Paths[RepositoryFiles.Repomd]);
        if (published.Find([path]).Values.FirstOrDefault() is not { } line || source.Find(line, cancellation) is not { } repomd)
        {
            return;
        }

        var stored = planned with { Repomd = RepomdParser.Parse(await File.ReadAllBytesAsync(repomd.File, cancellation), path) };
        if (stored.Find("primary") is null || stored.Repomd.Data.Where(d => RepodataRules.For(d.Type) == RepodataRule.Packages).Any(d => source.Find(reader.EntryOf(planned.Repository, d), cancellation) is null))
        {
            return;
        }

        var staying = new List<PrimaryPackage>();
        await reader.ReadPackagesAsync(
            stored,
            withDependencies: closure is not null,
            package =>
            {
                if (waiting.Contains((package.Name, package.Architecture)) && !listed.Contains(Nevra.Of(package)) && IsUnobjectionable(part.Judge(VersionOf(planned.Repository, package))))
                {
                    staying.Add(package);
                }
            },
            cancellation);
        var lines = published.Find(staying.Select(p => PathOf(planned, p)));
        packages.AddStaying(stored, staying.Where(p => lines.ContainsKey(PathOf(planned, p))).Select(p => (p, lines[PathOf(planned, p)])), filter, closure);
    }

    // It was published, so its age is not asked for again.
    private static bool IsUnobjectionable(Verdict verdict) => verdict.Ruling is not (Ruling.Blocked or Ruling.Malicious);

    private static string PathOf(PlannedRepository planned, PrimaryPackage package) => RpmLocation.Resolve(planned.Repository.Path, package.Location, planned.Repository.Name);

    private static UpstreamVersion VersionOf(RpmRepository repository, PrimaryPackage package) => new(package.Name, package.Evr.ToString(), package.Architecture)
    {
        Published = package.FileTime,
        Source = package.Source is { } built ? (built.Name, built.Evr.ToString()) : null,
        Scope = repository.Name,
    };
}
