using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Snapshots;

/// <summary>An advisory that a state has, and that an earlier one did not have or had otherwise.</summary>
/// <param name="Advisory">The advisory as the state has it.</param>
/// <param name="Before">As the earlier state had it, under the same ID; null: it did not.</param>
/// <param name="Packages">The packages of the advisory that came with the state.</param>
internal sealed record AdvisoryChange(Advisory Advisory, Advisory? Before, IReadOnlyList<PackageIdentity> Packages)
{
    /// <summary>What of an advisory can change under its ID, in the words of reports.</summary>
    private static readonly (string Word, Func<Advisory, Advisory, bool> Differs)[] Parts =
    [
        ("severity", (a, b) => a.Severity != b.Severity),
        ("kind", (a, b) => a.Kind != b.Kind),
        ("packages", (a, b) => !a.Packages.ToHashSet().SetEquals(b.Packages)),
        ("cves", (a, b) => !a.Cves.ToHashSet(StringComparer.Ordinal).SetEquals(b.Cves)),
        ("title", (a, b) => a.Title != b.Title),
        ("updated", (a, b) => a.Updated != b.Updated),
    ];

    /// <summary>What changed: <c>severity</c>, <c>kind</c>, <c>packages</c>, <c>cves</c>, <c>title</c>, <c>updated</c>; empty for a new one.</summary>
    public IReadOnlyList<string> Changed { get; } = Before is null ? [] : [.. Parts.Where(p => p.Differs(Before, Advisory)).Select(p => p.Word)];

    /// <summary>Whether it is not the same in both states.</summary>
    public bool IsNews => Before is null || Changed.Count > 0;

    /// <summary>Whether it asks for more than before: it is new, graver, or names packages that it did not name. What only got another date or title does not.</summary>
    public bool IsUrgent => Before is null || AdvisorySeverities.Of(Advisory) < AdvisorySeverities.Of(Before) || Advisory.Packages.Except(Before.Packages).Any();

    /// <summary><c>new</c>, or <c>changed: severity, packages</c>.</summary>
    public string Word => Before is null ? "new" : $"changed: {string.Join(", ", Changed)}";

    /// <summary>Its severity, and the one before where that was another: <c>Moderate → Critical</c>.</summary>
    public string Severity => Before is not null && Before.Severity != Advisory.Severity ? $"{Before.Severity ?? "–"} → {Advisory.Severity ?? "–"}" : Advisory.Severity ?? "";

    /// <summary>The names of the packages that came.</summary>
    public IReadOnlyList<string> PackageNames => [.. Packages.Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
