namespace Chantal.Tasks.Tests.Architecture;

/// <summary>One namespace uses another.</summary>
/// <param name="From">The one that uses.</param>
/// <param name="To">The one that is used.</param>
/// <param name="User">A type of the one.</param>
/// <param name="Used">A type of the other.</param>
internal sealed record Use(string From, string To, string User, string Used);
