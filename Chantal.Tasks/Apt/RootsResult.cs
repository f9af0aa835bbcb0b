namespace Chantal.Apt;

/// <summary>What <see cref="ReleaseFetcher"/> did.</summary>
/// <param name="Changed">Whether any root file was written or removed, so that the plan has to be made anew.</param>
/// <param name="ChangedSuites">The suites whose Release is new, as the definition writes them.</param>
public sealed record RootsResult(bool Changed, IReadOnlyList<string> ChangedSuites);
