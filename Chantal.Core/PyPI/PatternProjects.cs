using Chantal.PyPI.Index;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>The projects of the index that the definition's patterns match.</summary>
internal static class PatternProjects
{
    /// <summary>Their normal names, by the list of projects that is kept; empty without patterns.</summary>
    public static IReadOnlyList<string> Of(PyPIDefinition definition, PageCache cache)
    {
        if (definition.PackagePatterns.Count == 0 || IndexRoot.Load(cache, definition.Indices) is not { } root)
        {
            return [];
        }

        var (wanted, excluded) = (new NamePatterns(definition.PackagePatterns), definition.Excluded());
        return [.. root.Projects.Keys.Where(n => wanted.IsMatch(n) && !excluded.IsMatch(n)).Order(StringComparer.Ordinal)];
    }
}
