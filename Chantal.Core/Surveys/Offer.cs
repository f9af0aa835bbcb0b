namespace Chantal.Surveys;

/// <summary>What an upstream has of something that a definition names: suites, components, architectures, repositories, lists.</summary>
/// <param name="Word">The item of the definition.</param>
/// <param name="Values">What there is, in the order in which it is shown; empty where the upstream does not say it.</param>
/// <param name="IsRequired">Whether the definition has to name some; if not, naming none means all.</param>
internal sealed record Offer(string Word, IReadOnlyList<string> Values, bool IsRequired);
