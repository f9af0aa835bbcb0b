using Chantal.PyPI.Index;

namespace Chantal.PyPI;

/// <summary>A project in the state that files are taken into, and in the one that they are taken from.</summary>
/// <param name="Name">Its normal name.</param>
/// <param name="Held">What the base has; null: nothing.</param>
/// <param name="Offered">What the source has; null: nothing.</param>
internal sealed record TakenProject(string Name, ProjectReleases? Held, ProjectReleases? Offered)
{
    private readonly HashSet<string> _heldFiles = Held?.Page.Files.Select(f => f.FileName).ToHashSet(StringComparer.Ordinal) ?? [];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<ProjectRelease, ulong> _releases = [];

    /// <summary>The releases that are taken, the newest first.</summary>
    public IEnumerable<ProjectRelease> TakenReleases => Offered?.Releases.Where(r => r.Files.Exists(f => _files.Contains(f.File.FileName))) ?? [];

    /// <summary>The files that are taken, in the order of the source's page.</summary>
    public IReadOnlyList<ProjectFile> TakenFiles => [.. Offered?.Page.Files.Where(f => _files.Contains(f.FileName)) ?? []];

    /// <summary>Takes a release's files for an environment.</summary>
    public void Take(ProjectRelease release, ulong bit)
    {
        _releases[release] = _releases.GetValueOrDefault(release) | bit;
        _files.UnionWith(release.Files.Where(f => (f.Environments & bit) != 0).Select(f => f.File.FileName).Where(f => !_heldFiles.Contains(f)));
    }

    /// <summary>Whether the base has all of a release that an environment can use.</summary>
    public bool Holds(ProjectRelease release, ulong bit) => release.Files.TrueForAll(f => (f.Environments & bit) == 0 || _heldFiles.Contains(f.File.FileName));

    /// <summary>The newest release of the base, or of those that are taken, that fits in an environment.</summary>
    public ProjectRelease? NewestThere(ulong bit, Func<ProjectRelease, bool> fits) =>
        Newest(Held, bit, fits, any: true) ?? Newest(Offered, bit, r => (_releases.GetValueOrDefault(r) & bit) != 0 && fits(r), any: true);

    /// <summary>The newest release of the source that fits in an environment.</summary>
    /// <param name="bit">The environment.</param>
    /// <param name="fits">Whether a release is meant.</param>
    /// <param name="any">Whether pre-releases and yanked ones (PEP 592) are meant too.</param>
    public ProjectRelease? NewestOffered(ulong bit, Func<ProjectRelease, bool> fits, bool any) => Newest(Offered, bit, fits, any);

    // A pre-release is taken where there is nothing else, as installers do.
    private static ProjectRelease? Newest(ProjectReleases? releases, ulong bit, Func<ProjectRelease, bool> fits, bool any)
    {
        List<ProjectRelease> usable = [.. releases?.Releases.Where(r => r.Files.Exists(f => (f.Environments & bit) != 0 && (any || f.File.Yanked is null)) && fits(r)) ?? []];
        return any ? usable.FirstOrDefault() : usable.Find(r => r.Version is { IsPreRelease: false }) ?? usable.FirstOrDefault();
    }
}
