using Chantal.Advisories;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>An advisory that a sync would bring.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Severity">How grave it is; empty if it does not say.</param>
/// <param name="Packages">Names of the packages that bring it.</param>
/// <param name="Cves">The CVEs.</param>
/// <param name="Title">What it is about.</param>
internal sealed record PlannedAdvisory(string Id, string Severity, IReadOnlyList<string> Packages, IReadOnlyList<string> Cves, string Title)
{
    /// <summary>How many are shown to people.</summary>
    public const int MaxShown = 40;
}

/// <summary>Finds the advisories that a plan brings, beside the mirror's head.</summary>
/// <param name="layout">The store.</param>
/// <param name="format">The mirror's format; null: a plug-in's.</param>
/// <param name="order">Its order of versions.</param>
internal sealed class PlannedAdvisories(StoreLayout layout, RepositoryFormat? format, IComparer<string> order)
{
    private readonly Dictionary<(string Name, string? Architecture, string? Line), (KnownPackage? Before, KnownPackage? After)> _newest = [];

    /// <summary>The advisories, the worst first.</summary>
    /// <param name="sources">The sources that the next state goes with.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="head">The head's header and files.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<PlannedAdvisory> Find(IReadOnlyList<PlanAdvisories> sources, PlanText plan, (PlanHeader Header, Func<IEnumerable<PlanEntry>> Files) head, CancellationToken cancellation)
    {
        if (sources.Count == 0 && format is not { HasAdvisories: true })
        {
            return [];
        }

        var changes = Changes(plan, head.Files());
        var names = changes.Select(c => (c.Wanted ?? c.Present!).Package?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var found = Listed(changes, cancellation).ToList();
        using var known = names.Count == 0 ? null : KnownAdvisories.Open(layout, sources, order, cancellation);
        if (known is not null)
        {
            Gather(head.Files().Where(e => IsNamed(e, names)), head.Header, isAfter: false);
            Gather(Files(plan).Where(e => IsNamed(e, names)), plan.Header, isAfter: true);
            found.AddRange(BroughtAdvisories.Of(known, _newest.Select(n => (n.Value.Before, n.Value.After, new PackageIdentity(n.Key.Name, n.Value.After?.Version ?? "", n.Key.Architecture)))).Select(b => (b.Advisory, b.Packages)));
        }

        return
        [
            .. found.DistinctBy(f => f.Advisory.Id).OrderBy(f => AdvisorySeverities.Of(f.Advisory)).ThenBy(f => f.Advisory.Id, StringComparer.Ordinal)
                .Select(f => new PlannedAdvisory(f.Advisory.Id, f.Advisory.Severity ?? "", [.. f.Packages.Select(p => p.Name).Where(names.Contains).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], f.Advisory.Cves, f.Advisory.Title)),
        ];
    }

    private static bool IsNamed(PlanEntry entry, HashSet<string> names) => entry.Package is { } package && names.Contains(package.Name);

    private static IEnumerable<PlanEntry> Files(PlanText plan)
    {
        using var reader = PlanReader.Open(plan.File);
        foreach (var entry in reader.ReadAll())
        {
            yield return entry;
        }
    }

    // Packages and lists of advisories that are not the same.
    private List<PlanChange> Changes(PlanText plan, IEnumerable<PlanEntry> head) =>
        [.. PlanChange.Between(Files(plan), head).Where(c => !c.IsUnchanged && (c.Wanted ?? c.Present!) is var entry && (entry.Role == FileRole.Package || format?.IsAdvisoryList(entry) == true))];

    // A list that is not in the store yet is not fetched for this.
    private IEnumerable<(Advisory Advisory, IReadOnlyList<PackageIdentity> Packages)> Listed(List<PlanChange> changes, CancellationToken cancellation)
    {
        var before = Read(changes.Select(c => c.Present), cancellation).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return Read(changes.Select(c => c.Wanted), cancellation).Where(a => !before.Contains(a.Id)).Select(a => (a, a.Packages));
    }

    private List<Advisory> Read(IEnumerable<PlanEntry?> entries, CancellationToken cancellation) => format is null ? [] :
    [
        .. entries.OfType<PlanEntry>().Where(e => format.IsAdvisoryList(e) && e.Sha256 is { } digest && File.Exists(layout.Blob(digest)))
            .SelectMany(e => format.ReadAdvisories(layout.Blob(e.Sha256!.Value), e.Path, cancellation)),
    ];

    private void Gather(IEnumerable<PlanEntry> entries, PlanHeader header, bool isAfter)
    {
        foreach (var entry in entries.Where(e => e.Role == FileRole.Package))
        {
            if (KnownPackage.Of(entry, header) is { } known)
            {
                var key = (known.Name, entry.Package!.Architecture, format?.DistributionOf(known.Version));
                var (before, after) = _newest.GetValueOrDefault(key);
                _newest[key] = isAfter ? (before, Newer(after, known)) : (Newer(before, known), after);
            }
        }
    }

    private KnownPackage Newer(KnownPackage? one, KnownPackage other) => one is null || order.Compare(other.Version, one.Version) > 0 ? other : one;
}
