namespace Chantal.Repositories;

/// <summary>What a look at an upstream's roots came to.</summary>
/// <param name="Changed">Whether any root file was written or removed, so that the plan has to be made again.</param>
/// <param name="ChangedParts">The parts of the repository (suites, repositories) whose roots are new, as the definition writes them.</param>
internal sealed record RootsResult(bool Changed, IReadOnlyList<string> ChangedParts)
{
    /// <summary>What was only taken because it was accepted by its name; null: nothing.</summary>
    public Acceptance? Accepted { get; init; }
}
