using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>Compares two states of a mirror in its format's own terms: packages by its order of versions, and advisories where it has any.</summary>
internal sealed class StateComparison(StoreLayout layout, RefStore refs, GenerationStore generations)
{
    /// <summary>What is different between two states, each named as <see cref="StateName"/> has it.</summary>
    public StateDiff Compare(string mirror, string from, string to, CancellationToken cancellation)
    {
        var before = StateName.Require(refs, from, mirror, "From");
        var after = StateName.Require(refs, to, mirror, "To");
        return Compare(mirror, (from, before), (to, after), cancellation);
    }

    /// <summary>What is different between two states that have no name in the store.</summary>
    public StateDiff Compare(string mirror, (string Name, GenerationId Generation) from, (string Name, GenerationId Generation) to, CancellationToken cancellation)
    {
        var (before, after) = (from.Generation, to.Generation);
        var type = generations.Read(after).Header.Type;
        var format = RepositoryFormats.Find(type);

        return new StateDiff(
            mirror,
            from.Name,
            to.Name,
            new PackageDiff(generations, RepositoryFormats.Versions(type)).Compare(before, after, cancellation),
            format is not null && before != after ? NewAdvisories(format, before, after, cancellation) : []);
    }

    /// <summary>The advisories that a state has and an earlier one does not have; null: the mirror's format has none.</summary>
    public IReadOnlyList<Advisory>? Advisories(GenerationId before, GenerationId after, CancellationToken cancellation) =>
        RepositoryFormats.Find(generations.Read(after).Header.Type) is not { HasAdvisories: true } format ? null
        : before == after ? [] : NewAdvisories(format, before, after, cancellation);

    private List<Advisory> NewAdvisories(RepositoryFormat format, GenerationId before, GenerationId after, CancellationToken cancellation)
    {
        var (old, next) = ListsOf(format, before, after);
        var known = old.Except(next).SelectMany(Read).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return [.. next.Except(old).SelectMany(Read).Where(a => !known.Contains(a.Id)).DistinctBy(a => a.Id)];

        IEnumerable<Advisory> Read((string Path, Sha256Digest Sha256) list) => format.ReadAdvisories(layout.Blob(list.Sha256), list.Path, cancellation);
    }

    // Lists that are the same in both say nothing new, so only where the states differ is looked.
    private (List<(string Path, Sha256Digest Sha256)> Old, List<(string Path, Sha256Digest Sha256)> Next) ListsOf(RepositoryFormat format, GenerationId before, GenerationId after)
    {
        Generation[] states = [generations.Read(before), generations.Read(after)];
        var (old, next) = (new List<(string Path, Sha256Digest Sha256)>(), new List<(string Path, Sha256Digest Sha256)>());
        using var merge = new StateMerge(generations, states, PathRanges.Different(states));
        foreach (var (_, entries) in merge.Differences())
        {
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
