namespace Chantal.Rpm.Packages;

/// <summary>What the packages of a mirror provide, by capability.</summary>
internal sealed class ProvideTable
{
    private readonly Dictionary<string, List<Provide>> _provides = new(StringComparer.Ordinal);

    private readonly record struct Provide(CandidatePackage Package, string? Comparison, Evr? Evr);

    /// <summary>Notes what a package provides: its name and version, its capabilities and the files that primary lists.</summary>
    public void Add(CandidatePackage candidate, PrimaryPackage package)
    {
        Add(package.Name, new Provide(candidate, "EQ", package.Evr));
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
    public void AddFile(string path, CandidatePackage candidate) => Add(path, new Provide(candidate, null, null));

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
        if (provide is not { Comparison: { } provided, Evr: { } have } || relation is not { Comparison: { } required, Evr: { } want })
        {
            return true;
        }

        var order = have.CompareAsDependency(want);
        return order == 0
            ? (HasEqual(provided) && HasEqual(required)) || (IsBelow(provided) && IsBelow(required)) || (IsAbove(provided) && IsAbove(required))
            : order < 0 ? IsAbove(provided) || IsBelow(required)
            : IsBelow(provided) || IsAbove(required);
    }

    private static bool HasEqual(string comparison) => comparison is "EQ" or "LE" or "GE";

    private static bool IsBelow(string comparison) => comparison is "LT" or "LE";

    private static bool IsAbove(string comparison) => comparison is "GT" or "GE";
}
