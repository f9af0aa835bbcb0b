using Chantal.Diagnostics;
using Microsoft.Build.Evaluation;

namespace Chantal.Tasks;

/// <summary>
/// Reads items that hold patterns as the definition wrote them. MSBuild expands <c>*</c> and <c>?</c> in any item against
/// the file system, and drops what matches no file; its own evaluation still knows each wildcard with conditions and
/// properties applied, so the project is evaluated once more (10 ms) and asked.
/// </summary>
internal static class ItemPatterns
{
    /// <param name="projectFile">The definition.</param>
    /// <param name="itemNames">Names of the items, such as <c>Package</c>.</param>
    /// <param name="globalProperties">What the command line set.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.PackageItemInvalid"/>: a pattern has a <c>Version</c>.</exception>
    public static IReadOnlyList<(string ItemName, string Pattern)> Read(
        string projectFile, IReadOnlyCollection<string> itemNames, IReadOnlyDictionary<string, string> globalProperties)
    {
        if (itemNames.Count == 0)
        {
            return [];
        }

        using var projects = new ProjectCollection(globalProperties.ToDictionary(p => p.Key, p => p.Value));
        var project = new Project(projectFile, null, null, projects, ProjectLoadSettings.IgnoreMissingImports);
        var result = new List<(string, string)>();
        foreach (var name in itemNames)
        {
            var globs = project.GetAllGlobs(name);
            if (globs.FirstOrDefault(g => g.ItemElement.Metadata.Any(m => m.Name == "Version")) is { } versioned)
            {
                throw new MirrorException(
                    DiagnosticCodes.PackageItemInvalid,
                    $"The {name} '{versioned.ItemElement.Include}' is a pattern and has a Version, which only a name can have. Name the packages whose versions matter, or narrow them with Constraints.");
            }

            var removed = globs.SelectMany(g => g.Removes ?? []).ToHashSet();
            var literals = project.GetItems(name).Select(i => i.EvaluatedInclude)
                .Where(item => !globs.Any(g => g.MsBuildGlob.IsMatch(item)));
            result.AddRange(literals
                .Concat(globs.SelectMany(g => g.IncludeGlobs))
                .Where(pattern => !removed.Contains(pattern))
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(pattern => (name, pattern)));
        }

        return result;
    }
}
