using Chantal.Plans;

namespace Chantal.Rpm.Packages;

/// <summary>A package as <c>primary.xml</c> describes it.</summary>
internal sealed record PrimaryPackage
{
    /// <summary>The package's name.</summary>
    public required string Name { get; init; }

    /// <summary>The architecture: <c>x86_64</c>, <c>noarch</c>, <c>src</c>, …</summary>
    public required string Architecture { get; init; }

    /// <summary>Epoch, version and release.</summary>
    public required Evr Evr { get; init; }

    /// <summary>The file's checksum; its digits are the <c>pkgid</c> by which the other lists name the package.</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>The file's place, as <c>location/@href</c> states it: relative to the repository or to <see cref="Base"/>.</summary>
    public required string Location { get; init; }

    /// <summary><c>location/@xml:base</c>, or null.</summary>
    public string? Base { get; init; }

    /// <summary>Bytes of the file, or null where that is not stated.</summary>
    public long? Size { get; init; }

    /// <summary>When the file came into the repository, by its own time; null where that is not stated.</summary>
    public DateTimeOffset? FileTime { get; init; }

    /// <summary>The file name of the source package that it was built from, or null where that is not stated.</summary>
    public string? SourceRpm { get; init; }

    /// <summary>What it was built from: the source package has the epoch of what is built from it, as long as nobody says otherwise.</summary>
    public Nevra? Source => SourceRpm is { } file && file.EndsWith(".rpm", StringComparison.Ordinal) && Nevra.TryParse(file[..^".rpm".Length]) is { } source
        ? source with { Evr = source.Evr with { Epoch = Evr.Epoch } }
        : null;

    /// <summary>What the package provides, its own name included.</summary>
    public IReadOnlyList<RpmRelation> Provides { get; init; } = [];

    /// <summary>What the package requires.</summary>
    public IReadOnlyList<RpmRelation> Requires { get; init; } = [];

    /// <summary>What the package recommends.</summary>
    public IReadOnlyList<RpmRelation> Recommends { get; init; } = [];

    /// <summary>What the package cannot be installed together with.</summary>
    public IReadOnlyList<RpmRelation> Conflicts { get; init; } = [];

    /// <summary>The packages, by their names, that the package takes the place of.</summary>
    public IReadOnlyList<RpmRelation> Obsoletes { get; init; } = [];

    /// <summary>The files that primary lists: those that others may well require.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>An <c>rpm:entry</c>: a capability, perhaps of certain versions.</summary>
/// <param name="Name">The capability, a file's path, or a rich dependency such as <c>(a if b)</c>.</param>
/// <param name="Comparison">Which versions of the capability.</param>
/// <param name="Evr">The version compared with, or null; its release is empty where none is stated.</param>
internal readonly record struct RpmRelation(string Name, RpmComparison Comparison = RpmComparison.Any, Evr? Evr = null);
