using Chantal.Diagnostics;
using Chantal.Policy;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What plain text and Markdown say alike of a plan.</summary>
internal static class PlanTables
{
    // Versions of a package that are named; an index of Python packages has hundreds.
    private const int MostVersions = 3;

    // Versions of each ruling of the policy that people are shown; the JSON has more.
    private const int MostOfPolicy = 40;

    /// <summary>The columns of the table of scopes.</summary>
    public static IReadOnlyList<string> ScopeColumns { get; } = ["", ">files", ">bytes", ">add", ">change", ">remove", ">transfer"];

    /// <summary>A row a scope, and one for all.</summary>
    public static IEnumerable<string[]> Scopes(PlanSummary summary) =>
        summary.Scopes.Select(s => Row(s.Key.Length == 0 ? "(shared)" : Printable.Escape(s.Key), s.Value)).Append(Row("all", summary.All));

    /// <summary>A group as the line above its table: <c>85 packages added, 50.1 MiB</c>.</summary>
    public static string Title(PlanGroup group) => $"{Quantity.Count(group.Count, group.IsPackages ? "package" : "metadata or other file", group.IsPackages ? null : "metadata and other files")} {group.Word}, {group.Files.Size}";

    /// <summary>The columns of a group's table.</summary>
    public static IReadOnlyList<string> Columns(PlanGroup group) => group.Change switch
    {
        PlannedChange.Upgraded or PlannedChange.Downgraded => ["package", "before", "after", ">bytes"],
        { } when group.IsPackages => ["package", "version", ">bytes"],
        _ => ["file", ">bytes"],
    };

    /// <summary>The rows of a group's table.</summary>
    public static IEnumerable<string[]> Rows(PlanGroup group) => group.Shown.Select(item => (string[])(group.Change switch
    {
        PlannedChange.Upgraded or PlannedChange.Downgraded => [Printable.Escape(item.Title), Versions(item.From), Versions(item.To), item.Files.Size],
        { } when group.IsPackages => [Printable.Escape(item.Title), Versions(item.To.Count > 0 ? item.To : item.From), item.Files.Size],
        _ => [Printable.Escape(item.Name), item.Files.Size],
    }));

    /// <summary>The columns of the table of advisories.</summary>
    public static IReadOnlyList<string> AdvisoryColumns { get; } = ["advisory", "severity", "packages", "CVEs", "title"];

    /// <summary>A row an advisory, of the worst.</summary>
    public static IEnumerable<string[]> Advisories(PlanSummary summary) => summary.Advisories.Take(PlannedAdvisory.MaxShown)
        .Select(a => new[] { a.Id, a.Severity, Versions(a.Packages), Versions(a.Cves), a.Title }.Select(Printable.Escape).ToArray());

    /// <summary>The line above that table: <c>2 advisories</c>, and how many of them are shown.</summary>
    public static string AdvisoryTitle(PlanSummary summary) =>
        Quantity.Count(summary.Advisories.Count, "advisory", "advisories") + (summary.Advisories.Count > PlannedAdvisory.MaxShown ? $", the {PlannedAdvisory.MaxShown} gravest" : "");

    /// <summary>The columns of the table of what the policy said.</summary>
    public static IReadOnlyList<string> PolicyColumns { get; } = ["package", "version", "policy", "until", "why"];

    /// <summary>A row a version that the policy kept out or let in, the gravest first.</summary>
    public static IEnumerable<string[]> Policy(PlanSummary summary) => summary.Policy.Lines.GroupBy(l => l.Ruling).SelectMany(g => g.Take(MostOfPolicy))
        .Select(l => new[] { l.Name, l.Version, PolicyWord(l.Ruling), l.Until is { } until ? PolicyLine.TimeOf(until) : "", l.Why }.Select(Printable.Escape).ToArray());

    /// <summary>The line above that table: how many versions there are, and when the plan changes next.</summary>
    public static string PolicyTitle(PlanSummary summary) => $"Policy: {string.Join(", ", summary.Policy.Counts.Select(c => $"{c.Value} {PolicyWord(c.Key)}"))}"
        + (summary.Policy.Next is { } next ? $"; the plan changes next at {PolicyLine.TimeOf(next)}" : "");

    private static string PolicyWord(Ruling ruling) => ruling switch
    {
        Ruling.FastLane => "fast lane",
        Ruling.Undated => "no known age",
        _ => ruling.ToString().ToLowerInvariant(),
    };

    /// <summary>What of a group is not shown, in a line; null: nothing.</summary>
    public static string? More(PlanGroup group) => group.Remainder is { Count: > 0 } rest ? $"… and {rest.Count} more, {rest.Files.Size}" : null;

    /// <summary>Why a sync may fetch less than the plan says; null if it fetches all of it.</summary>
    public static string? Twins(PlanSummary summary) => summary.Twins.Files == 0 ? null
        : $"Of the transfer, up to {summary.Twins.Size} in {Quantity.Count(summary.Twins.Files, "file")} may not exist: upstream lists the same content in several encodings, and may serve only one of them.";

    private static string[] Row(string name, ScopeSummary s) =>
        [name, $"{s.Total.Files}", s.Total.Size, $"{s.Added.Files}", $"{s.Changed.Files}", $"{s.Removed.Files}", s.Transfer.Size];

    private static string Versions(IReadOnlyList<string> versions) =>
        Printable.Escape(string.Join(' ', versions.Take(MostVersions)) + (versions.Count > MostVersions ? $" and {versions.Count - MostVersions} more" : ""));
}
