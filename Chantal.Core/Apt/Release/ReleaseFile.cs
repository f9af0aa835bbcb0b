using Chantal.Plans;

namespace Chantal.Apt.Release;

/// <summary>What a Release file says (Debian repository format, "Release files").</summary>
internal sealed record ReleaseFile
{
    /// <summary>Who publishes the repository.</summary>
    public string? Origin { get; init; }

    /// <summary>The repository's label, for people.</summary>
    public string? Label { get; init; }

    /// <summary>The suite, such as <c>stable</c>, which moves from one codename to the next.</summary>
    public string? Suite { get; init; }

    /// <summary>The codename, such as <c>bookworm</c>, which stays.</summary>
    public string? Codename { get; init; }

    /// <summary>The version of the distribution, such as <c>12.5</c>.</summary>
    public string? Version { get; init; }

    /// <summary>A line for people.</summary>
    public string? Description { get; init; }

    /// <summary>Whether apt takes a package of it only when it is asked to (<c>NotAutomatic</c>), as the Release writes it.</summary>
    public string? NotAutomatic { get; init; }

    /// <summary>Whether apt then goes on to upgrade the package (<c>ButAutomaticUpgrades</c>), as the Release writes it.</summary>
    public string? ButAutomaticUpgrades { get; init; }

    /// <summary>Where the packages' changelogs are.</summary>
    public string? Changelogs { get; init; }

    /// <summary>Of which indices the packages of <c>all</c> stand in each architecture's (<c>No-Support-for-Architecture-all</c>), as the Release writes it.</summary>
    public string? NoSupportForAll { get; init; }

    /// <summary>Whose it is and which one, by the fields whose change apt does not follow without being told to.</summary>
    public string? Identity => string.Join(' ', new[] { Origin, Label, Codename }.OfType<string>().Distinct()) is { Length: > 0 } identity ? identity : null;

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Until when the publisher guarantees it.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The architectures that the suite has.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>The components that the suite has.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Whether indices are to be fetched by their digests.</summary>
    public bool AcquireByHash { get; init; }

    /// <summary>Whether each architecture's Packages list the packages of <c>all</c> too.</summary>
    public bool NoSupportForArchitectureAll => NoSupportForAll?.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Contains("Packages") == true;

    /// <summary>The files it lists, in the order of their paths, without the Release files themselves.</summary>
    public IReadOnlyList<ReleaseEntry> Entries { get; init; } = [];

    /// <summary>The algorithms it lists files under, weakest first.</summary>
    public IReadOnlyList<HashKind> Algorithms { get; init; } = [];
}
