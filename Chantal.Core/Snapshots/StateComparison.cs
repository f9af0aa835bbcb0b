using Chantal.Mirroring;
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
        var type = generations.Read(to.Generation).Header.Type;
        var format = RepositoryFormats.Find(type);
        var packages = Packages(type).Compare(from.Generation, to.Generation, cancellation);
        return new StateDiff(mirror, from.Name, to.Name, packages, format is null ? [] : new AdvisoryDiff(layout, generations, format).Compare(from.Generation, to.Generation, packages, cancellation));
    }

    /// <summary>The advisories that a state has, and an earlier one does not have or has otherwise; null if the mirror's format has no advisories.</summary>
    public IReadOnlyList<AdvisoryChange>? Advisories(GenerationId before, GenerationId after, CancellationToken cancellation) =>
        RepositoryFormats.Find(generations.Read(after).Header.Type) is { HasAdvisories: true } format ? new AdvisoryDiff(layout, generations, format).Compare(before, after, [], cancellation) : null;

    private PackageDiff Packages(string type) => new(generations, RepositoryFormats.Versions(type), v => RepositoryFormats.Find(type)?.DistributionOf(v));
}
