namespace Chantal.Policy;

/// <summary>What the policy did to a plan.</summary>
/// <param name="Lines">What was said of versions, the gravest first.</param>
/// <param name="Counts">How many versions there are of each ruling; of many, only the first are named.</param>
/// <param name="Next">When the plan changes next by the clock; null: it does not.</param>
internal sealed record PlannedPolicy(IReadOnlyList<PolicyLine> Lines, IReadOnlyDictionary<Ruling, int> Counts, DateTimeOffset? Next)
{
    /// <summary>The time as of which it was made; null: it does not say.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>It did nothing.</summary>
    public static PlannedPolicy Nothing { get; } = new([], new Dictionary<Ruling, int>(), null);

    /// <summary>What a report says.</summary>
    /// <param name="report">The report.</param>
    /// <param name="now">The time as of which it was made.</param>
    public static PlannedPolicy Of(PolicyReport report, DateTimeOffset now) => new(report.Lines, report.Counts, report.Next) { AsOf = now };
}
