using Chantal.Hosts.Lists;
using Chantal.Repositories;

namespace Chantal.Hosts.Updates;

/// <summary>How an installed package stands to what the mirrors hold.</summary>
internal enum Standing
{
    /// <summary>There is nothing newer for it.</summary>
    Current,

    /// <summary>There is a newer version for it.</summary>
    Update,

    /// <summary>It is newer than all that the mirrors hold.</summary>
    Newer,

    /// <summary>No mirror that the host uses has it.</summary>
    Missing,
}

/// <summary>What is found of an installed package. Hosts that have the same one share it.</summary>
/// <param name="Package">The package, as it is installed.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Mirror">The mirror that has what is offered; null where none has the package.</param>
/// <param name="Offered">The newest version that the mirrors hold for it; null where none has the package.</param>
/// <param name="IsSecurity">Whether the update fixes vulnerabilities, by its suite or an advisory.</param>
/// <param name="Advisories">The advisories that come with the update.</param>
internal sealed record Finding(HostPackage Package, Standing Standing, string? Mirror, string? Offered, bool IsSecurity, IReadOnlyList<Advisory> Advisories)
{
    /// <summary>As people write it: with the architecture, where it has one.</summary>
    public string PackageName => Package.Architecture is null ? Package.Name : $"{Package.Name} ({Package.Architecture})";
}

/// <summary>What is found of a host.</summary>
/// <param name="Name">The host.</param>
/// <param name="System">Its system, as people call it.</param>
/// <param name="Packages">How many packages were compared; of one that is there in several versions, the newest.</param>
/// <param name="Mirrors">The mirrors that it uses.</param>
/// <param name="UnmatchedTypes">The types of its packages for which no mirror applies: they are not compared.</param>
/// <param name="Findings">What is not current, by type and name.</param>
internal sealed record HostFindings(string Name, string System, int Packages, IReadOnlyList<string> Mirrors, IReadOnlyList<string> UnmatchedTypes, IReadOnlyList<Finding> Findings)
{
    /// <summary>What is found of one kind.</summary>
    public IEnumerable<Finding> Of(Standing standing) => Findings.Where(f => f.Standing == standing);

    /// <summary>The advisories that apply to it, the gravest first.</summary>
    public IEnumerable<Advisory> Advisories => Findings.SelectMany(f => f.Advisories).DistinctBy(a => a.Id).OrderBy(AdvisorySeverities.Of).ThenBy(a => a.Id, StringComparer.Ordinal);
}
