using System.Collections.Immutable;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>A file of a lock file's package.</summary>
/// <param name="Type">A wheel or a source archive.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Url">Where it was when it was locked.</param>
/// <param name="Size">Its size, where one is stated.</param>
/// <param name="Hashes">What it is known by: SHA-256 or better, at least one.</param>
internal sealed record PyLockFile(PackageType Type, string Name, Uri Url, long? Size, ImmutableArray<Checksum> Hashes);

/// <summary>A package of a lock file.</summary>
internal sealed record PyLockPackage
{
    /// <summary>The project's normal name.</summary>
    public required string Name { get; init; }

    /// <summary>The version; null where none is stated, or one that PEP 440 does not allow.</summary>
    public PyVersion? Version { get; init; }

    /// <summary>Where the package is installed; null means everywhere.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Interpreters that the package runs on.</summary>
    public SpecifierSet RequiresPython { get; init; } = SpecifierSet.Any;

    /// <summary>The index that the package was locked from; null where none is stated.</summary>
    public string? Index { get; init; }

    /// <summary>Wheels, and the source archive.</summary>
    public ImmutableArray<PyLockFile> Files { get; init; } = [];

    /// <summary>Whether the package may be installed in an environment, with whatever extras and groups.</summary>
    public bool AppliesTo(TargetEnvironment environment) => Marker?.Holds(environment) != false && environment.Python.IsAcceptedBy(RequiresPython);
}
