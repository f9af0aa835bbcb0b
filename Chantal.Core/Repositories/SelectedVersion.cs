using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>A version of a package that the upstream has, and what a plan makes of it.</summary>
/// <param name="Package">The package.</param>
/// <param name="Size">Bytes of its files.</param>
/// <param name="Cause">Why it is taken, or is not.</param>
internal sealed record SelectedVersion(PackageIdentity Package, long Size, SelectionCause Cause)
{
    /// <summary>The cause in the definition's own words, such as the pattern that names it; or null.</summary>
    public string? Detail { get; init; }

    /// <summary>Which of the plan's versions need it, by their places among all.</summary>
    public IReadOnlyList<int> NeededBy { get; init; } = [];

    /// <summary>Whether the plan takes it.</summary>
    public bool IsTaken => Cause < SelectionCause.Unnamed;
}
