using System.Collections.Immutable;
using Chantal.Plans;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI;

/// <summary>What is selected of one project, by one demand after the other.</summary>
/// <param name="project">The project's releases.</param>
/// <param name="definition">What the mirror takes; its constraints hold for every demand.</param>
internal sealed class ReleaseSelection(ProjectReleases project, PyPIDefinition definition)
{
    private readonly Dictionary<ProjectRelease, ulong> _releases = [];
    private readonly Dictionary<ReleaseFile, string?> _files = [];

    /// <summary>The project.</summary>
    public ProjectReleases Project => project;

    /// <summary>The selected releases, each with the environments that it is for.</summary>
    public IReadOnlyDictionary<ProjectRelease, ulong> Releases => _releases;

    /// <summary>The selected files, each with the reason.</summary>
    public IReadOnlyDictionary<ReleaseFile, string?> Files => _files;

    /// <summary>Selects what a demand asks for.</summary>
    /// <returns>The environments in which there is something that meets it.</returns>
    public ulong Add(PackageDemand demand)
    {
        ulong met = 0;
        foreach (var bit in TargetSet.Each(demand.Environments))
        {
            var (specifiers, hashes) = Narrow(demand.Specifiers, demand.Hashes, bit);
            var found = Matching(specifiers, hashes, bit, demand.TakesYanked, demand.PreReleases);
            foreach (var release in demand.Keep == 0 ? found : found.Take(demand.Keep))
            {
                Take(release, hashes, bit, demand.TakesYanked, demand.Path);
                met |= bit;
            }
        }

        return met;
    }

    /// <summary>
    /// Selects, for each environment, the newest release that meets all demands at once: what the newest of each leave out may
    /// be just what an installer needs that has to follow all of them.
    /// </summary>
    public void AddCommon(IReadOnlyCollection<PackageDemand> demands)
    {
        foreach (var bit in TargetSet.Each(definition.Targets.All))
        {
            var here = demands.Where(d => (d.Environments & bit) != 0 && d.Hashes.IsEmpty).ToList();
            if (here.Count < 2)
            {
                continue;
            }

            var (specifiers, hashes) = Narrow(here.Aggregate(SpecifierSet.Any, (all, d) => all.And(d.Specifiers)), [], bit);
            var yanked = here.Exists(d => d.TakesYanked);
            if (Matching(specifiers, hashes, bit, yanked, here.Exists(d => d.PreReleases)).FirstOrDefault() is { } release)
            {
                Take(release, hashes, bit, yanked, here[0].Path);
            }
        }
    }

    private (SpecifierSet Specifiers, ImmutableArray<Checksum> Hashes) Narrow(SpecifierSet specifiers, ImmutableArray<Checksum> hashes, ulong bit)
    {
        if (definition.Requirements.Constraints.IsEmpty || definition.Targets[bit] is not { } environment)
        {
            return (specifiers, hashes);
        }

        var constraint = definition.Requirements.ConstraintOn(project.Name, environment);
        return (specifiers.And(constraint.Specifiers), hashes.IsEmpty ? constraint.Hashes : hashes);
    }

    private IEnumerable<ProjectRelease> Matching(SpecifierSet specifiers, ImmutableArray<Checksum> hashes, ulong bit, bool yanked, bool preReleases)
    {
        var usable = project.Releases.Where(r => r.Files.Exists(f => IsUsable(f, hashes, bit, yanked))).ToList();
        var versions = specifiers.Select(usable.Select(r => r.Version).OfType<PyVersion>(), preReleases || definition.IncludePreReleases || !hashes.IsEmpty).ToHashSet();
        return usable.Where(r => r.Version is { } version ? versions.Contains(version) : specifiers.Specifiers.IsEmpty || specifiers.AcceptsText(r.VersionText));
    }

    private void Take(ProjectRelease release, ImmutableArray<Checksum> hashes, ulong bit, bool yanked, string why)
    {
        _releases[release] = _releases.GetValueOrDefault(release) | bit;
        foreach (var file in release.Files.Where(f => IsUsable(f, hashes, bit, yanked)))
        {
            _files.TryAdd(file, why);
        }
    }

    private static bool IsUsable(ReleaseFile file, ImmutableArray<Checksum> hashes, ulong bit, bool yanked) =>
        (file.Environments & bit) != 0
        && (yanked || file.File.Yanked is null)
        && (hashes.IsEmpty || file.File.Checksums.Any(hashes.Contains));
}
