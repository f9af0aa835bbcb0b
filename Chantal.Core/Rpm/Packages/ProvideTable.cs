namespace Chantal.Rpm.Packages;

/// <summary>What the packages of a mirror provide, by capability.</summary>
internal sealed class ProvideTable
{
    private readonly Dictionary<string, List<Provide>> _provides = new(StringComparer.Ordinal);

    private readonly record struct Provide(CandidatePackage Package, RpmComparison Comparison, Evr? Evr);

    /// <summary>Notes what a package provides: its name and version, its capabilities and the files that primary lists.</summary>
    public void Add(CandidatePackage candidate, PrimaryPackage package)
    {
        Add(package.Name, new Provide(candidate, RpmComparison.Equal, package.Evr));
        foreach (var provide in package.Provides)
        {
            Add(provide.Name, new Provide(candidate, provide.Comparison, provide.Evr));
        }

        foreach (var file in package.Files)
        {
            AddFile(file, candidate);
        }
    }

    /// <summary>Notes that a package has a file.</summary>
    public void AddFile(string path, CandidatePackage candidate) => Add(path, new Provide(candidate, RpmComparison.Any, null));

    /// <summary>The packages that satisfy a relation, each once.</summary>
    public IEnumerable<CandidatePackage> Satisfying(RpmRelation relation) =>
        _provides.TryGetValue(relation.Name, out var provides)
            ? provides.Where(p => Overlaps(p, relation)).Select(p => p.Package).Distinct()
            : [];

    private void Add(string capability, Provide provide)
    {
        if (!_provides.TryGetValue(capability, out var provides))
        {
            _provides.Add(capability, provides = new List<Provide>(1));
        }

        provides.Add(provide);
    }

    // Both sides are ranges; they fit if some version lies in both. A side without a version is every version.
    private static bool Overlaps(Provide provide, RpmRelation relation)
    {
        if (provide.Evr is not { } have || relation.Evr is not { } want)
        {
            return true;
        }

        var order = have.CompareAsDependency(want);
        return order == 0
            ? (provide.Comparison & relation.Comparison) != RpmComparison.None
            : order < 0 ? provide.Comparison.HasFlag(RpmComparison.Above) || relation.Comparison.HasFlag(RpmComparison.Below)
            : provide.Comparison.HasFlag(RpmComparison.Below) || relation.Comparison.HasFlag(RpmComparison.Above);
    }
}
