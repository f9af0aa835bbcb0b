namespace Chantal.Policy;

/// <summary>A version of a package that upstream offers.</summary>
/// <param name="Name">The package's name, as the format compares names.</param>
/// <param name="Version">Its version.</param>
/// <param name="Part">What tells builds of one version apart: an architecture, or of Python packages a file's name; empty: nothing.</param>
internal sealed record UpstreamVersion(string Name, string Version, string Part = "")
{
    /// <summary>When upstream says that it appeared; null: it does not say.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>What it was built from, as advisories may name it; null: the package by its own name.</summary>
    public (string Name, string Version)? Source { get; init; }

    /// <summary>The part of the repository that lists it, as plans call it; null: there is one.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether the index says itself that it is not to be used: it is in quarantine.</summary>
    public bool IsQuarantined { get; init; }
}
