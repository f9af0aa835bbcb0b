using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Rewriting;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Tasks;

/// <summary>Compares two states of a mirror in its format's own terms: packages by its order of versions, and advisories where it has any.</summary>
internal sealed class StateComparison(StoreLayout layout, RefStore refs, GenerationStore generations)
{
    /// <summary>What is different between two states, each named as <see cref="StateName"/> has it.</summary>
    public StateDiff Compare(string mirror, string from, string to, CancellationToken cancellation)
    {
        var before = StateName.Require(refs, from, mirror, "From");
        var after = StateName.Require(refs, to, mirror, "To");
        string type;
        using (var manifest = generations.Open(after))
        {
            type = manifest.Header.Type;
        }

        return new StateDiff(
            mirror,
            from,
            to,
            new PackageDiff(generations, VersionOrder.Of(type)).Compare(before, after, cancellation),
            type == "rpm" && before != after ? NewAdvisories(before, after, cancellation) : []);
    }

    private List<Advisory> NewAdvisories(GenerationId before, GenerationId after, CancellationToken cancellation)
    {
        var (old, next) = (ListsOf(before), ListsOf(after));
        var known = old.Except(next).SelectMany(l => AdvisoryReader.Read(layout.Blob(l.Sha256), l.Path, cancellation)).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return [.. next.Except(old).SelectMany(l => AdvisoryReader.Read(layout.Blob(l.Sha256), l.Path, cancellation)).Where(a => !known.Contains(a.Id)).DistinctBy(a => a.Id)];
    }

    private List<(string Path, Sha256Digest Sha256)> ListsOf(GenerationId generation)
    {
        using var manifest = generations.Open(generation);
        return [.. manifest.ReadAll().Where(AdvisoryReader.IsList).Select(e => (e.Path, e.Sha256!.Value))];
    }
}
