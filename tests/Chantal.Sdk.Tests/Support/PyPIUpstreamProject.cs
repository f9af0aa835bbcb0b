using System.Collections.Immutable;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A project of a <see cref="PyPIUpstream"/> at one moment.</summary>
/// <param name="Name">The name as its owner spells it.</param>
public sealed record PyPIUpstreamProject(string Name)
{
    /// <summary>The files, in the order of its page.</summary>
    public ImmutableList<PyPIUpstreamFile> Files { get; init; } = [];

    /// <summary>Versions that have no file.</summary>
    public ImmutableList<string> EmptyVersions { get; init; } = [];

    /// <summary>The status (PEP 792), such as <c>archived</c>; null: not stated.</summary>
    public string? Status { get; init; } = "active";

    /// <summary>Why it has this status.</summary>
    public string? StatusReason { get; init; }

    /// <summary>The pages of other indices that this one extends (PEP 708).</summary>
    public ImmutableList<string> Tracks { get; init; } = [];

    /// <summary>The pages of other indices that extend this one (PEP 708).</summary>
    public ImmutableList<string> AlternateLocations { get; init; } = [];

    /// <summary>The index's serial number of the last change; the index counts it.</summary>
    public long Serial { get; init; }

    /// <summary>The name in its normal form.</summary>
    public string NormalName => PyPIUpstreamDistribution.Normalized(Name);

    /// <summary>All versions (PEP 700), in the order in which they came.</summary>
    public IEnumerable<string> Versions => Files.Select(file => file.Version).Concat(EmptyVersions).Distinct();
}
