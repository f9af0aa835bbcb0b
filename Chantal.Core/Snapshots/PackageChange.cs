using Chantal.Advisories;

namespace Chantal.Snapshots;

/// <summary>What became of a package between two states.</summary>
internal enum PackageChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>No version of it is left.</summary>
    Removed,

    /// <summary>Its newest version is a newer one.</summary>
    Upgraded,

    /// <summary>Its newest version is an older one.</summary>
    Downgraded,

    /// <summary>Its newest version is the same; older ones came or went.</summary>
    OtherVersions,

    /// <summary>Its versions are the same; their files are not.</summary>
    Rebuilt,
}

/// <summary>A package that is not the same in two states.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">Its architecture, or null where the format has none.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="From">The versions before, the newest first.</param>
/// <param name="To">The versions after, the newest first.</param>
/// <param name="AddedBytes">Bytes of the files that came.</param>
/// <param name="RemovedBytes">Bytes of the files that went.</param>
internal sealed record PackageChange(
    string Name, string? Architecture, PackageChangeKind Kind, IReadOnlyList<string> From, IReadOnlyList<string> To, long AddedBytes, long RemovedBytes)
{
    /// <summary>The distribution that these versions were built for, such as <c>el9</c>, where a state has builds for several; null otherwise.</summary>
    public string? Distribution { get; init; }

    /// <summary>What advisories can name of the newest version before and of the newest one after; null on the side that does not have the package.</summary>
    public (KnownPackage? Before, KnownPackage? After) Newest { get; init; }

    /// <summary>How reports name it: with its architecture, and the distribution where that tells it from others.</summary>
    public string Title => (Architecture, Distribution) switch
    {
        (null, null) => Name,
        (null, { } distribution) => $"{Name} ({distribution})",
        ({ } architecture, null) => $"{Name} ({architecture})",
        ({ } architecture, { } distribution) => $"{Name} ({architecture}, {distribution})",
    };
}
