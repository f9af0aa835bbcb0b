using Chantal.Advisories;
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
        var type = generations.Read(to.Generation).Header.Type;
        var format = RepositoryFormats.Find(type);
        var packages = PackageDiff.Of(generations, type).Compare(from.Generation, to.Generation, cancellation);
        return new StateDiff(mirror, from.Name, to.Name, packages, Advisories(format, type, from.Generation, to.Generation, packages, cancellation));
    }

    /// <summary>
    /// The advisories that a change from one state to another brings; null if nothing can be known of them: the mirror's format has none, and the state goes with no sources.
    /// </summary>
    public IReadOnlyList<AdvisoryChange>? Advisories(GenerationId before, GenerationId after, CancellationToken cancellation)
    {
        var header = generations.Read(after).Header;
        var format = RepositoryFormats.Find(header.Type);
        return header.Advisories.Count > 0 ? Advisories(format, header.Type, before, after, PackageDiff.Of(generations, header.Type).Compare(before, after, cancellation), cancellation)
            : format is { HasAdvisories: true } ? new AdvisoryDiff(layout, generations, format).Compare(before, after, [], cancellation)
            : null;
    }

    // What the repository lists itself comes first: of an advisory that a source has too, it says which packages bring it.
    private IReadOnlyList<AdvisoryChange> Advisories(RepositoryFormat? format, string type, GenerationId before, GenerationId after, IReadOnlyList<PackageChange> packages, CancellationToken cancellation)
    {
        var listed = format is null ? [] : new AdvisoryDiff(layout, generations, format).Compare(before, after, packages, cancellation);
        using var known = before == after ? null : KnownAdvisories.Open(layout, generations.Read(after).Header.Advisories, RepositoryFormats.Versions(type), cancellation);
        if (known is null)
        {
            return listed;
        }

        var ids = listed.Select(a => a.Advisory.Id).ToHashSet(StringComparer.Ordinal);
        var found = BroughtAdvisories.Of(known, packages.Select(p => (p.Newest.Before, p.Newest.After, new PackageIdentity(p.Name, p.To.Count > 0 ? p.To[0] : "", p.Architecture))));
        return
        [
            .. listed.Concat(found.Where(f => !ids.Contains(f.Advisory.Id)).Select(f => new AdvisoryChange(f.Advisory, null, f.Packages)))
                .OrderBy(a => AdvisorySeverities.Of(a.Advisory)).ThenBy(a => a.Advisory.Id, StringComparer.Ordinal),
        ];
    }
}
