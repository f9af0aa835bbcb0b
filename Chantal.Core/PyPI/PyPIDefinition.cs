using System.Collections.Immutable;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Index;
using Chantal.PyPI.Requirements;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>What a mirror of a Python package index takes.</summary>
internal sealed record PyPIDefinition
{
    /// <summary>The indices that projects are taken from.</summary>
    public required PackageIndices Indices { get; init; }

    /// <summary>Takes every project of the index.</summary>
    public bool IncludeAll { get; init; }

    /// <summary>The projects that are named, with the versions that are wanted.</summary>
    public IReadOnlyList<Requirement> Packages { get; init; } = [];

    /// <summary>Patterns of normal names; every project of the index that one matches is taken.</summary>
    public IReadOnlyList<string> PackagePatterns { get; init; } = [];

    /// <summary>Patterns of normal names that are left out, whatever else asks for them.</summary>
    public IReadOnlyList<string> ExcludePackages { get; init; } = [];

    /// <summary>Patterns of files that are left out, by name, or by project and name.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>What requirements files ask for.</summary>
    public RequirementsFile Requirements { get; init; } = new();

    /// <summary>Lock files, whose files are taken exactly.</summary>
    public IReadOnlyList<(string File, PyLock Lock)> Locks { get; init; } = [];

    /// <summary>Where the packages are to be installed.</summary>
    public TargetSet Targets { get; init; } = new([]);

    /// <summary>The kinds of files that are taken; empty: all.</summary>
    public ImmutableHashSet<PackageType> PackageTypes { get; init; } = [];

    /// <summary>Takes pre-releases even where nobody asks for one.</summary>
    public bool IncludePreReleases { get; init; }

    /// <summary>How many versions are taken of what the definition names, the newest for each environment; 0: all that match.</summary>
    public int KeepVersions { get; init; }

    /// <summary>The same for what is only needed by others; installers may have to go back some versions.</summary>
    public required int KeepDependencyVersions { get; init; }

    /// <summary>Largest file taken, in bytes; null: any.</summary>
    public long? MaxFileSize { get; init; }

    /// <summary>Adds what the selected versions need.</summary>
    public bool IncludeDependencies { get; init; }

    /// <summary>Takes files for which the index states MD5, SHA-1 or nothing.</summary>
    public bool AllowWeakChecksums { get; init; }

    /// <summary>Most files that may be removed at once because they are no longer in the index, as a share of all or a number.</summary>
    public required Limit MaxRemovals { get; init; }

    /// <summary>What happens if it would be more.</summary>
    public GuardMode OnMaxRemovals { get; init; }

    /// <summary>Publishes PyPI's older JSON interface too.</summary>
    public required bool JsonApi { get; init; }

    /// <summary>Publishes attestations (PEP 740).</summary>
    public required bool Provenance { get; init; }

    /// <summary>The mirror's own address, for what cannot be a relative link; null where it is not known.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether the mirror is published without files that cannot be had as the index describes them.</summary>
    public bool LeavesOutBadFiles { get; init; }

    /// <summary>Paths of files that cannot be had as the index describes them, and are left out.</summary>
    public IReadOnlySet<string> LeftOut { get; init; } = new HashSet<string>();

    /// <summary>Whether a list of all projects is needed to tell which are taken.</summary>
    public bool NeedsIndex => IncludeAll || PackagePatterns.Count > 0;

    /// <summary>The normal names of the projects that are named, each once.</summary>
    public IReadOnlyList<string> NamedProjects =>
    [
        .. Packages.Select(p => p.Name)
            .Concat(Requirements.Requirements.Select(r => r.Requirement.Name))
            .Concat(Locks.SelectMany(l => l.Lock.Packages).Select(p => p.Name))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
