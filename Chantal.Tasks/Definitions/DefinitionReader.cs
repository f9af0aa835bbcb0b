using Chantal.Definitions;
using Microsoft.Build.Evaluation;

namespace Chantal.Tasks;

/// <summary>Reads what a project says as a definition: its own properties and items, not those of what it imports.</summary>
internal static class DefinitionReader
{
    public static MirrorDefinition Read(string projectFile)
    {
        using var projects = new ProjectCollection();
        var project = new Project(projectFile, null, null, projects, ProjectLoadSettings.IgnoreMissingImports);
        var terms = Vocabulary.Terms.Where(t => t.Scope is TermScope.Mirror or TermScope.Store).ToList();
        var properties = project.Properties
            .Where(p => !p.IsImported && p.EvaluatedValue.Length > 0 && terms.Any(t => !t.IsItem && t.Name == p.Name))
            .OrderBy(p => p.Xml?.Location.Line)
            .Select(p => new KeyValuePair<string, string>(p.Name, p.EvaluatedValue));
        return new MirrorDefinition(project.GetPropertyValue("MirrorName"), [.. properties], [.. terms.Where(t => t.IsItem).SelectMany(t => Items(project, t))]);
    }

    // MSBuild does not take patterns for items, since it looks for files; it still knows them, the last element of the project first.
    private static IEnumerable<DefinitionItem> Items(Project project, Term term) => project.GetItems(term.Name)
        .Where(i => !i.IsImported && project.GetAllGlobs(term.Name).All(g => !g.MsBuildGlob.IsMatch(i.EvaluatedInclude)))
        .Select(i => new DefinitionItem(
            term.Name, i.EvaluatedInclude, [.. i.DirectMetadata.Where(m => term.Metadata.Contains(m.Name)).Select(m => new KeyValuePair<string, string>(m.Name, m.EvaluatedValue))]))
        .Concat(project.GetAllGlobs(term.Name).AsEnumerable().Reverse().SelectMany(g => g.IncludeGlobs).Select(p => new DefinitionItem(term.Name, p)));
}
