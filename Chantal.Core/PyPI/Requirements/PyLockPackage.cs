using System.Collections.Immutable;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>A file of a lock file's package.</summary>
/// <param name="Type">A wheel or a source archive.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Url">Where it was when it was locked; null where that does not matter.</param>
/// <param name="Size">Its size, where one is stated.</param>
/// <param name="Hashes">What it is known by: SHA-256 or better, at least one.</param>
internal sealed record PyLockFile(PackageType Type, string Name, Uri? Url, long? Size, ImmutableArray<Checksum> Hashes);

/// <summary>A package of a lock file.</summary>
internal sealed record PyLockPackage
{
    /// <summary>The project's normal name.</summary>
    public required string Name { get; init; }

    /// <summary>The version; null where none is stated, or one that PEP 440 does not allow.</summary>
    public PyVersion? Version { get; init; }

    /// <summary>Where the package is installed: where one of them holds; none means everywhere.</summary>
    public ImmutableArray<Marker> Markers { get; init; } = [];

    /// <summary>Interpreters that the package runs on.</summary>
    public SpecifierSet RequiresPython { get; init; } = SpecifierSet.Any;

    /// <summary>The index that the package was locked from; null where none is stated.</summary>
    public string? Index { get; init; }

    /// <summary>Wheels, and the source archive.</summary>
    public ImmutableArray<PyLockFile> Files { get; init; } = [];

    /// <summary>Checksums of files of which no more is known.</summary>
    public ImmutableArray<Checksum> OtherHashes { get; init; } = [];

    /// <summary>What its files are known by.</summary>
    public ImmutableArray<Checksum> Hashes => [.. Files.SelectMany(f => f.Hashes), .. OtherHashes];

    /// <summary>Whether the package is for wherever one of its files runs, because the lock file does not say more here.</summary>
    public bool IsForItsFiles { get; init; }

    /// <summary>Whether the package may be installed in an environment, with whatever extras and groups.</summary>
    public bool AppliesTo(TargetEnvironment environment) =>
        (Markers.IsEmpty || Markers.Any(m => m.Holds(environment))) && environment.Python.IsAcceptedBy(RequiresPython) && (!IsForItsFiles || Files.Any(f => RunsIn(f, environment)));

    private bool RunsIn(PyLockFile file, TargetEnvironment environment) =>
        !DistributionName.TryParse(file.Name, Name, out var name) || name.Wheel is null || environment.Accepts(name.Wheel);
}
