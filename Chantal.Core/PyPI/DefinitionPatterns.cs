using Chantal.Diagnostics;
using Chantal.PyPI.Distributions;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>The patterns of a definition, of which each remembers whether it matched anything.</summary>
/// <param name="definition">The definition.</param>
internal sealed class DefinitionPatterns(PyPIDefinition definition)
{
    private readonly NamePatterns _files = new(definition.ExcludeFiles.Where(f => !IsOfProject(f)));
    private readonly NamePatterns _filesOfProjects = new(definition.ExcludeFiles.Where(IsOfProject));

    /// <summary>The projects that are wanted by pattern.</summary>
    public NamePatterns Wanted { get; } = new(definition.PackagePatterns);

    /// <summary>The projects that are left out, whatever else asks for them.</summary>
    public NamePatterns Excluded { get; } = new(definition.ExcludePackages);

    /// <summary>An <c>ExcludeFile</c> as it is matched: with a project, by the project's normal name.</summary>
    public static string Normalize(string file) => file.IndexOf('/', StringComparison.Ordinal) is var end && end < 0 ? file
        : NamePattern.HasWildcard(file[..end]) ? file[..end].ToLowerInvariant() + file[end..]
        : ProjectName.Normalize(file[..end]) + file[end..];

    /// <summary>Whether a file of a project is left out.</summary>
    public bool LeavesOut(string project, string file) =>
        _files.IsMatch(file) | (!_filesOfProjects.IsEmpty && _filesOfProjects.IsMatch($"{project}/{file}"));

    /// <summary>Names those that matched nothing.</summary>
    /// <param name="isWhole">Whether every file of the mirror was looked at.</param>
    /// <param name="log">Hears of them.</param>
    public void Report(bool isWhole, ILog log)
    {
        foreach (var pattern in definition.IncludeAll ? [] : Wanted.Unmatched)
        {
            log.Warning(PyPIDiagnostics.PatternMatchesNothing(pattern));
        }

        PlanRemarks.NameUseless(
            [
                .. Excluded.Unmatched.Select(p => ("ExcludePackage", p)),
                .. (isWhole ? _files.Unmatched.Concat(_filesOfProjects.Unmatched) : []).Select(p => ("ExcludeFile", p)),
            ],
            log);
    }

    private static bool IsOfProject(string file) => file.Contains('/', StringComparison.Ordinal);
}
