using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>What a repository says of an update: a patch, in the words of those who install patches.</summary>
/// <param name="Id">Such as <c>RHSA-2025:1234</c>.</param>
/// <param name="Kind"><c>security</c>, <c>bugfix</c>, …</param>
/// <param name="Severity"><c>Critical</c>, <c>Important</c>, …; null where it is not stated.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cves">The vulnerabilities that it names.</param>
internal sealed record Advisory(string Id, string Kind, string? Severity, string Title, IReadOnlyList<string> Cves)
{
    /// <summary>The day on which it was issued; null where it does not say.</summary>
    public DateOnly? Issued { get; init; }

    /// <summary>When it was last changed, as it says itself; null where it does not.</summary>
    public string? Updated { get; init; }

    /// <summary>Other names of it, CVEs among them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The packages that bring the update, where the format names them.</summary>
    public IReadOnlyList<PackageIdentity> Packages { get; init; } = [];
}
