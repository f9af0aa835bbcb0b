using Chantal.Policy;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Index;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI;

/// <summary>A file of a release, and where it can be installed.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">What its name says; null if that is nothing.</param>
/// <param name="Environments">A set of the mirror's target environments.</param>
internal sealed record ReleaseFile(ProjectFile File, DistributionName? Name, ulong Environments);

/// <summary>A version of a project with its files.</summary>
/// <param name="VersionText">As the first of its files spells it; empty for files whose names say nothing.</param>
/// <param name="Version">Null if PEP 440 does not allow it.</param>
internal sealed record ProjectRelease(string VersionText, PyVersion? Version)
{
    /// <summary>The files that the definition's filters let through, in the order of the page.</summary>
    public List<ReleaseFile> Files { get; } = [];

    /// <summary>Two releases are never the same.</summary>
    public bool Equals(ProjectRelease? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A project's releases, the newest first, without the files that no demand can have.</summary>
internal sealed class ProjectReleases
{
    private ProjectReleases(string name, ProjectPage page, IReadOnlyList<ProjectRelease> releases) => (Name, Page, Releases) = (name, page, releases);

    /// <summary>The project's normal name.</summary>
    public string Name { get; }

    /// <summary>The index's page.</summary>
    public ProjectPage Page { get; }

    /// <summary>The releases, the newest first; those of no valid version last.</summary>
    public IReadOnlyList<ProjectRelease> Releases { get; }

    /// <summary>Sorts a page's files by release.</summary>
    /// <param name="name">The project's normal name.</param>
    /// <param name="page">The page.</param>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="patterns">What it leaves out.</param>
    /// <param name="policy">What may enter.</param>
    public static ProjectReleases Of(string name, ProjectPage page, PyPIDefinition definition, DefinitionPatterns patterns, EntryPolicy policy)
    {
        var entry = ProjectEntry.Judge(name, page, policy);
        var byVersion = new Dictionary<(PyVersion? Version, string Text), ProjectRelease>();
        foreach (var file in page.Files)
        {
            if (patterns.LeavesOut(name, file.FileName))
            {
                continue;
            }

            var known = DistributionName.TryParse(file.FileName, name, out var parsed) ? parsed : null;
            if (!IsWanted(name, file, known, definition) || definition.Targets.Accepting(known, file.RequiresPython) is not (> 0 and var environments))
            {
                continue;
            }

            if (!entry.LetsIn(file))
            {
                continue;
            }

            var key = (known?.Version, known?.Version is null ? known?.VersionText ?? "" : "");
            if (!byVersion.TryGetValue(key, out var release))
            {
                byVersion.Add(key, release = new ProjectRelease(known?.VersionText ?? "", known?.Version));
            }

            release.Files.Add(new ReleaseFile(file, known, environments));
        }

        return new ProjectReleases(name, page, [.. byVersion.Values.OrderByDescending(r => r.Version).ThenByDescending(r => r.VersionText, StringComparer.Ordinal)]);
    }

    private static bool IsWanted(string name, ProjectFile file, DistributionName? known, PyPIDefinition definition) =>
        !(file.Size > definition.MaxFileSize)
        && (definition.PackageTypes.IsEmpty || (known is not null && definition.PackageTypes.Contains(known.Type)))
        && (definition.LeftOut.Count == 0 || !definition.LeftOut.Contains(FilePlace.Of(file)))
        && (known is null || definition.Requirements.Formats.Allows(name, known.Type));
}
