namespace Chantal.Repositories;

/// <summary>A state of the upstream that was taken although it is suspicious, because somebody accepted it by its name.</summary>
/// <param name="State">The name.</param>
/// <param name="Reason">What was suspicious, in words.</param>
internal sealed record Acceptance(string State, string Reason);
