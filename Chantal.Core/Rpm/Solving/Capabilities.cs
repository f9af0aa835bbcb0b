using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Solving;

/// <summary>Which packages provide what, as rpm compares it.</summary>
internal sealed class Capabilities
{
    private readonly Dictionary<string, List<(int Package, RpmComparison Comparison, Evr? Evr)>> _provides = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Package, Evr Evr)>> _names = new(StringComparer.Ordinal);

    /// <summary>Takes what a package provides: its capabilities and its files.</summary>
    public void Add(int package, PrimaryPackage of)
    {
        Add(_names, of.Name, (package, of.Evr));
        Add(_provides, of.Name, (package, RpmComparison.Equal, of.Evr));
        foreach (var provided in of.Provides)
        {
            Add(_provides, provided.Name, (package, provided.Comparison, provided.Evr));
        }

        foreach (var file in of.Files)
        {
            AddFile(package, file);
        }
    }

    /// <summary>Takes a file of a package.</summary>
    public void AddFile(int package, string path) => Add(_provides, path, (package, RpmComparison.Any, null));

    /// <summary>The packages that provide what a relation asks for, each once.</summary>
    public IEnumerable<int> Providing(RpmRelation relation) =>
        _provides.GetValueOrDefault(relation.Name, []).Where(p => Overlap(p.Comparison, p.Evr, relation)).Select(p => p.Package).Distinct();

    /// <summary>The packages whose own name and version a relation means.</summary>
    public IEnumerable<int> Called(RpmRelation relation) => _names.GetValueOrDefault(relation.Name, []).Where(p => Overlap(RpmComparison.Equal, p.Evr, relation)).Select(p => p.Package);

    /// <summary>The packages that meet a rich dependency as one: of <c>with</c> and <c>without</c>.</summary>
    public IEnumerable<int> Matching(RichDependency dependency) => dependency switch
    {
        RichDependency.Simple simple => Providing(simple.Relation),
        RichDependency.Joined { Operator: RichOperator.With or RichOperator.And } both => Matching(both.Left).Intersect(Matching(both.Right)),
        RichDependency.Joined { Operator: RichOperator.Without } without => Matching(without.Left).Except(Matching(without.Right)),
        RichDependency.Joined { Operator: RichOperator.Or } or => Matching(or.Left).Union(Matching(or.Right)),
        _ => [],
    };

    // Both sides are ranges; they fit if some version lies in both. A side without a version is every version.
    private static bool Overlap(RpmComparison provided, Evr? evr, RpmRelation relation)
    {
        if (evr is not { } have || relation.Evr is not { } want)
        {
            return true;
        }

        var order = have.CompareAsDependency(want);
        return order == 0
            ? (provided & relation.Comparison) != RpmComparison.None
            : order < 0 ? provided.HasFlag(RpmComparison.Above) || relation.Comparison.HasFlag(RpmComparison.Below)
            : provided.HasFlag(RpmComparison.Below) || relation.Comparison.HasFlag(RpmComparison.Above);
    }

    private static void Add<T>(Dictionary<string, List<T>> to, string name, T item)
    {
        if (!to.TryGetValue(name, out var list))
        {
            to.Add(name, list = new(1));
        }

        list.Add(item);
    }
}
