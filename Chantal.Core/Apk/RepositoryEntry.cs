using Chantal.Apk.Index;
using Chantal.Apk.Signing;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apk;

/// <summary>
/// Which packages of repositories may enter. An index lists one version of a package: where that one has to wait, the one that the mirror has published stays.
/// </summary>
/// <param name="policy">What may enter.</param>
/// <param name="rewrites">Whether the index is made again, so that single versions can be left out; otherwise only what is blocked is.</param>
/// <param name="published">The published state.</param>
/// <param name="source">Finds its files.</param>
internal sealed class RepositoryEntry(EntryPolicy policy, bool rewrites, PublishedState published, IArtifactSource source)
{
    private readonly Dictionary<CandidatePackage, (UpstreamVersion Version, Verdict Verdict)> _verdicts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Marks the packages that may not enter.</summary>
    /// <param name="planned">Their repository.</param>
    /// <param name="packages">All of its packages.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The versions that stay in their places.</returns>
    public async Task<IReadOnlyList<(IndexRecord Record, PlanEntry Stored)>> JudgeAsync(PlannedRepository planned, IReadOnlyList<CandidatePackage> packages, CancellationToken cancellation)
    {
        if (!policy.IsInForce)
        {
            return [];
        }

        var part = policy.Open(planned.Repository.Directory, isDated: packages.Any(p => p.Record.Built is not null));
        var waiting = new HashSet<(string Name, string Version)>();
        foreach (var group in packages.GroupBy(p => p.Record.Name))
        {
            var builds = group.ToList();
            var verdicts = part.Judge([.. builds.Select(p => VersionOf(planned.Repository, p.Record))]);
            foreach (var (package, verdict) in builds.Zip(verdicts).Where(v => Counts(v.Second)))
            {
                _verdicts[package] = (VersionOf(planned.Repository, package.Record), verdict);
                package.IsEligible &= verdict.IsIn;
            }

            if (verdicts.All(v => Counts(v) && !v.IsIn))
            {
                waiting.UnionWith(builds.Select(b => (b.Record.Name, b.Record.Version)));
            }
        }

        return waiting.Count == 0 || !rewrites ? [] : await StayingAsync(planned, part, waiting, cancellation);
    }

    /// <summary>Reports what was said of the packages that the mirror takes, or would take.</summary>
    /// <param name="packages">All packages of all repositories.</param>
    /// <param name="named">The names that the definition takes; empty: all.</param>
    /// <param name="needsMore">Whether packages are taken that others need.</param>
    public void Report(IReadOnlyList<CandidatePackage> packages, NamePatterns named, bool needsMore)
    {
        if (_verdicts.Count == 0)
        {
            return;
        }

        var taken = packages.Where(p => p.IsSelected).Select(p => p.Record.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (package, (version, verdict)) in _verdicts.Where(v => !v.Key.IsExcluded && (v.Value.Verdict.IsIn ? v.Key.IsSelected : needsMore || named.IsEmpty || named.IsMatch(v.Key.Record.Name) || taken.Contains(v.Key.Record.Name))))
        {
            policy.Report.Add(version, verdict);
        }
    }

    private bool Counts(Verdict verdict) => rewrites || verdict.Ruling == Ruling.Blocked;

    private async Task<IReadOnlyList<(IndexRecord, PlanEntry)>> StayingAsync(PlannedRepository planned, PartPolicy part, HashSet<(string Name, string Version)> waiting, CancellationToken cancellation)
    {
        var names = waiting.Select(w => w.Name).ToHashSet(StringComparer.Ordinal);
        if (published.Find([planned.Repository.Index]).Values.FirstOrDefault() is not { } index || await source.FetchAsync(index, cancellation) is not { } stored)
        {
            return [];
        }

        await using var file = File.OpenRead(stored.File);
        var records = IndexDocument.Read(file, SignatureSegment.Read(file).End).Records()
            .Where(r => names.Contains(r.Name) && !waiting.Contains((r.Name, r.Version)) && IsUnobjectionable(part, VersionOf(planned.Repository, r))).ToList();
        var lines = published.Find(records.Select(r => planned.Repository.PathOf(r.FileName)));
        return [.. records.Where(r => lines.ContainsKey(planned.Repository.PathOf(r.FileName))).Select(r => (r, lines[planned.Repository.PathOf(r.FileName)]))];
    }

    // It was published, so its age is not asked for again.
    private static bool IsUnobjectionable(PartPolicy part, UpstreamVersion version) => part.Judge(version).Ruling is not (Ruling.Blocked or Ruling.Malicious);

    private static UpstreamVersion VersionOf(ApkRepository repository, IndexRecord record) => new(record.Name, record.Version, record.Architecture ?? repository.Architecture)
    {
        Published = record.Built,
        Source = record.Origin is { } origin ? (origin, record.Version) : null,
        Scope = repository.Name,
    };
}
