using Chantal.Apk.Packages;

namespace Chantal.Apk;

/// <summary>Something that a package is or provides.</summary>
/// <param name="Package">The package.</param>
/// <param name="Version">The version of what it provides; null: it has none.</param>
/// <param name="Priority"><c>k:</c>, by which apk chooses among those that provide the same; 0: none is stated.</param>
internal readonly record struct Provider(CandidatePackage Package, string? Version, int Priority);

/// <summary>Which packages are, or provide, what relations name.</summary>
internal sealed class ProvideTable
{
    private readonly Dictionary<string, List<Provider>> _providers = new(StringComparer.Ordinal);

    /// <param name="packages">The packages that can be taken, in the order of the repositories.</param>
    public ProvideTable(IEnumerable<CandidatePackage> packages)
    {
        foreach (var package in packages)
        {
            var priority = int.TryParse(package.Record.Field('k'), out var stated) ? stated : 0;
            Add(package.Record.Name, new Provider(package, package.Record.Version, priority));
            foreach (var provided in ApkRelation.ParseList(package.Record.Field('p')))
            {
                Add(provided.Name, new Provider(package, provided.Version, priority));
            }
        }
    }

    /// <summary>The packages that satisfy a relation.</summary>
    public IEnumerable<Provider> Satisfying(ApkRelation relation) =>
        _providers.TryGetValue(relation.Name, out var providers) ? providers.Where(p => IsAllowed(relation, p)) : [];

    /// <summary>
    /// The package that apk takes on an empty machine: the newest version of what is asked for, then the highest priority, then the first repository.
    /// What has no version is taken last, unless its package is there for another reason: by itself apk takes none of these.
    /// </summary>
    public Provider? Choose(ApkRelation relation)
    {
        Provider? best = null;
        foreach (var provider in Satisfying(relation))
        {
            best = best is { } other && Compare(other, provider) >= 0 ? other : provider;
        }

        return best;
    }

    private static bool IsAllowed(ApkRelation relation, Provider provider) =>
        relation.Comparison == ApkComparison.Checksum ? relation.Version == provider.Package.Record.Field('C') : relation.Allows(provider.Version);

    // Of equal ones, the first stays.
    private static int Compare(Provider one, Provider other)
    {
        var order = Rank(one).CompareTo(Rank(other));
        order = order == 0 && one.Version is { } version ? ApkVersion.Compare(version, other.Version!) : order;
        order = order == 0 && one.Package.Record.Name == other.Package.Record.Name ? ApkVersion.Compare(one.Package.Record.Version, other.Package.Record.Version) : order;
        return order == 0 ? one.Priority.CompareTo(other.Priority) : order;
    }

    private static (bool, bool, bool) Rank(Provider provider) =>
        (!provider.Package.IsExcluded, provider.Version is not null, provider.Version is null && (provider.Package.IsSelected || provider.Priority > 0));

    private void Add(string name, Provider provider)
    {
        if (!_providers.TryGetValue(name, out var providers))
        {
            _providers.Add(name, providers = []);
        }

        providers.Add(provider);
    }
}
