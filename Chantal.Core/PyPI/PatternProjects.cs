using Chantal.PyPI.Index;

namespace Chantal.PyPI;

/// <summary>The projects of the index that the definition's patterns match.</summary>
internal static class PatternProjects
{
    /// <summary>Their normal names, by the list of projects that is kept; empty without patterns.</summary>
    public static IReadOnlyList<string> Of(PyPIDefinition definition, DefinitionPatterns patterns, PageCache cache)
    {
        if (definition.PackagePatterns.Count == 0 || IndexRoot.Load(cache, definition.Indices) is not { } root)
        {
            return [];
        }

        // An exclusion is not useless because nothing asks for the project.
        return [.. root.Projects.Keys.Where(n => !patterns.Excluded.IsMatch(n) & patterns.Wanted.IsMatch(n)).Order(StringComparer.Ordinal)];
    }
}
