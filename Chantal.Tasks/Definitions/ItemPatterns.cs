using Chantal.Definitions;
using Chantal.Diagnostics;
using Microsoft.Build.Evaluation;

namespace Chantal.Tasks;

/// <summary>
/// Reads items that hold patterns as the definition wrote them. MSBuild expands <c>*</c> and <c>?</c> in any item against
/// the file system, and drops what matches no file; its own evaluation still knows each wildcard with conditions and
/// properties applied, so a project that can have any is evaluated once more (10 ms) and asked.
/// </summary>
internal static class ItemPatterns
{
    // Any pattern of packages can be excluded, allowed or blocked in some versions; to take some versions of unknown packages has no meaning.
    private const string Taking = "Package";
    private const string Version = "Version";

    /// <summary>The items of a definition, patterns among them.</summary>
    /// <param name="projectFile">The definition.</param>
    /// <param name="items">The items as MSBuild has them.</param>
    /// <param name="globalProperties">What the command line set.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.PackageItemInvalid"/>: a pattern has a <c>Version</c>.</exception>
    public static IReadOnlyList<DefinitionItem> Restore(string projectFile, IReadOnlyList<DefinitionItem> items, IReadOnlyDictionary<string, string> globalProperties)
    {
        var byWord = items.ToLookup(i => i.Name);
        if (!WrittenPatterns.MayBeIn(projectFile, globalProperties))
        {
            return [.. Others(items), .. Vocabulary.Terms.Where(t => t.HasPatterns).SelectMany(t => byWord[t.Name].OrderBy(i => i.Value, StringComparer.Ordinal))];
        }

        using var projects = new ProjectCollection(globalProperties.ToDictionary(p => p.Key, p => p.Value));
        // Recorded, or each question for wildcards evaluates the project again.
        var project = new Project(projectFile, null, null, projects, ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.RecordEvaluatedItemElements);
        return
        [
            .. Others(items),
            .. Vocabulary.Terms.Where(t => t.HasPatterns).SelectMany(t => Read(project, t.Name)
                .SelectMany(text => byWord[t.Name].Where(i => i.Value == text) is var same && same.Any() ? same : PatternsOf(project, t.Name, text))),
        ];
    }

    private static IEnumerable<DefinitionItem> Others(IReadOnlyList<DefinitionItem> items) => items.Where(i => !Vocabulary.Get(i.Name).HasPatterns);

    private static IEnumerable<string> Read(Project project, string word)
    {
        var globs = project.GetAllGlobs(word);
        if (word == Taking && globs.FirstOrDefault(g => g.ItemElement.Metadata.Any(m => m.Name == Version)) is { } versioned)
        {
            throw DefinitionDiagnostics.PatternWithVersion(word, versioned.ItemElement.Include);
        }

        var removed = globs.SelectMany(g => g.Removes ?? []).ToHashSet();
        var literals = project.GetItems(word).Select(i => i.EvaluatedInclude).Where(item => !globs.Any(g => g.MsBuildGlob.IsMatch(item)));
        return literals.Concat(globs.SelectMany(g => g.IncludeGlobs)).Where(pattern => !removed.Contains(pattern)).Distinct().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<DefinitionItem> PatternsOf(Project project, string word, string pattern) =>
        project.GetAllGlobs(word)
            .Where(g => g.IncludeGlobs.Contains(pattern))
            .Select(g => new DefinitionItem(word, pattern, [.. g.ItemElement.Metadata.Where(m => Vocabulary.Get(word).Metadata.Contains(m.Name)).Select(m => KeyValuePair.Create(m.Name, project.ExpandString(m.Value)))]));
}
