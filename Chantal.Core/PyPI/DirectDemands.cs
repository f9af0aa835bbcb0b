using Chantal.PyPI.Requirements;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>What the definition itself asks for, with the place where it does.</summary>
internal static class DirectDemands
{
    /// <summary>The demands by project, in the order of the names.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="matched">The projects that its patterns match.</param>
    /// <param name="excluded">The projects that are left out.</param>
    public static IReadOnlyList<PackageDemand> Of(PyPIDefinition definition, IEnumerable<string> matched, NamePatterns excluded)
    {
        var targets = definition.Targets;
        var demands = new List<PackageDemand>();
        foreach (var package in definition.Packages)
        {
            demands.Add(Of(definition, package, targets.All, "Package"));
        }

        foreach (var name in matched)
        {
            demands.Add(Of(definition, new Requirement { Name = name }, targets.All, "Package"));
        }

        foreach (var line in definition.Requirements.Requirements)
        {
            var demand = Of(definition, line.Requirement, targets.Where(targets.All, e => line.Requirement.AppliesTo(e)), line.Place);
            demands.Add(demand with { Hashes = line.Hashes, PreReleases = demand.PreReleases || definition.Requirements.PreReleases });
        }

        foreach (var (file, locked) in definition.Locks)
        {
            demands.AddRange(locked.Packages.Where(p => !p.Hashes.IsEmpty).Select(p => new PackageDemand
            {
                Project = p.Name,
                Hashes = p.Hashes,
                Environments = targets.Where(targets.All, e => locked.IsFor(e) && p.AppliesTo(e)),
                Origin = file,
                IsClosed = true,
            }));
        }

        return [.. demands.Where(d => d.Environments != 0 && !excluded.IsMatch(d.Project)).OrderBy(d => d.Project, StringComparer.Ordinal)];
    }

    private static PackageDemand Of(PyPIDefinition definition, Requirement requirement, ulong environments, string origin) => new()
    {
        Project = requirement.Name,
        Specifiers = requirement.Specifiers,
        Extras = requirement.Extras,
        Environments = environments,
        Keep = definition.KeepVersions,
        PreReleases = definition.IncludePreReleases,
        Origin = origin,
    };
}
