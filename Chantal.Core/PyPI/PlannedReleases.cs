using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.PyPI;

/// <summary>What became of each release of the projects that a plan asked for.</summary>
internal sealed class PlannedReleases
{
    private readonly List<SelectedVersion> _versions = [];

    /// <summary>The releases, by project, the newest first.</summary>
    public IReadOnlyList<SelectedVersion> Judged => _versions;

    /// <summary>What a release is called where another one needs it.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="release">The release.</param>
    public static string NameOf(string project, ProjectRelease release) => $"{project} {release.VersionText}";

    /// <summary>Takes what a closure selected with all that it needs.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="needs">Which projects are needed by which releases.</param>
    public void Add(IEnumerable<ProjectState> projects, IEnumerable<(string Project, string By)> needs)
    {
        var releases = projects.Where(p => p.Selection is not null).SelectMany(p => p.Selection!.Project.Releases.Select(r => (Project: p, Release: r))).ToList();
        var by = new NeededBy<string>(releases.Select(r => NameOf(r.Project.Name, r.Release)), needs);
        foreach (var (project, release) in releases)
        {
            var isTaken = project.Selection!.Releases.ContainsKey(release);
            var direct = DirectOf(project);
            _versions.Add(new SelectedVersion(
                new PackageIdentity(project.Name, release.VersionText, null),
                release.Files.Where(project.Selection.Files.ContainsKey).Sum(f => f.File.Size ?? 0),
                !isTaken ? SelectionCause.Unnamed : direct is not null ? SelectionCause.Named : SelectionCause.Needed)
            {
                Detail = isTaken ? direct : null,
                NeededBy = isTaken ? by[project.Name] : [],
            });
        }
    }

    /// <summary>Takes projects that nothing else is taken for. There can be very many, so that only their names are kept, without a version.</summary>
    public void Add(IEnumerable<ProjectState> projects) => _versions.AddRange(
        projects.Where(p => p.Selection is { Files.Count: > 0 }).Select(p => new SelectedVersion(new PackageIdentity(p.Name, "", null), p.Selection!.Files.Keys.Sum(f => f.File.Size ?? 0), SelectionCause.Named) { Detail = DirectOf(p) }));

    private static string? DirectOf(ProjectState project) => project.Demands.FirstOrDefault(d => d.IsDirect) is { } direct ? $"{direct.Origin}: {direct.Text}" : null;
}
