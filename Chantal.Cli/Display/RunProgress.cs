namespace Chantal.Cli.Display;

/// <summary>How far a run is.</summary>
/// <param name="Mirrors">The mirrors at work.</param>
/// <param name="Done">How many have ended.</param>
/// <param name="HasBegun">Whether any mirror has begun.</param>
/// <param name="Elapsed">Time since the start.</param>
internal sealed record RunProgress(IReadOnlyList<MirrorProgress> Mirrors, int Done, bool HasBegun, TimeSpan Elapsed);
