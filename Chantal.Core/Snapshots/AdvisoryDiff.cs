using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>Compares two states by their advisories. Lists that are the same in both say nothing new, so only those that differ are read.</summary>
internal sealed class AdvisoryDiff(StoreLayout layout, GenerationStore generations, RepositoryFormat format)
{
    /// <summary>The advisories that the state after has, and the one before did not have or had otherwise; in the order of IDs.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after.</param>
    /// <param name="packages">The packages that are not the same.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<AdvisoryChange> Compare(GenerationId before, GenerationId after, IReadOnlyList<PackageChange> packages, CancellationToken cancellation)
    {
        if (before == after)
        {
            return [];
        }

        var (old, next) = Lists(before, after, cancellation);
        var came = packages.SelectMany(p => p.To.Except(p.From, StringComparer.Ordinal).Select(v => new PackageIdentity(p.Name, v, p.Architecture))).ToHashSet();
        var known = Read(old.Except(next), cancellation);
        return
        [
            .. Read(next.Except(old), cancellation).Values
                .Select(a => new AdvisoryChange(a, known.GetValueOrDefault(a.Id), [.. a.Packages.Where(came.Contains).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Architecture, StringComparer.Ordinal)]))
                .Where(c => c.IsNews).OrderBy(c => c.Advisory.Id, StringComparer.Ordinal),
        ];
    }

    // An advisory about packages of several repositories stands in the list of each.
    private Dictionary<string, Advisory> Read(IEnumerable<(string Path, Sha256Digest Sha256)> lists, CancellationToken cancellation)
    {
        var read = new Dictionary<string, Advisory>(StringComparer.Ordinal);
        foreach (var advisory in lists.SelectMany(l => format.ReadAdvisories(layout.Blob(l.Sha256), l.Path, cancellation)))
        {
            read[advisory.Id] = read.TryGetValue(advisory.Id, out var other) ? other with { Packages = [.. other.Packages.Union(advisory.Packages)] } : advisory;
        }

        return read;
    }

    private (List<(string Path, Sha256Digest Sha256)> Old, List<(string Path, Sha256Digest Sha256)> Next) Lists(GenerationId before, GenerationId after, CancellationToken cancellation)
    {
        Generation[] states = [generations.Read(before), generations.Read(after)];
        var (old, next) = (new List<(string Path, Sha256Digest Sha256)>(), new List<(string Path, Sha256Digest Sha256)>());
        using var merge = new StateMerge(generations, states, PathRanges.Different(states));
        foreach (var (_, entries) in merge.Differences())
        {
            cancellation.ThrowIfCancellationRequested();
            Take(old, entries[0]);
            Take(next, entries[1]);
        }

        return (old, next);

        void Take(List<(string Path, Sha256Digest Sha256)> lists, PlanEntry? entry)
        {
            if (entry is not null && format.IsAdvisoryList(entry))
            {
                lists.Add((entry.Path, entry.Sha256!.Value));
            }
        }
    }
}
