using Chantal.Definitions;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>What a sync of a mirror would do.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Summary">The plan's summary.</param>
internal sealed record MirrorPlan(string Mirror, PlanSummary Summary)
{
    /// <summary>Where each plan leaves its summary.</summary>
    public static string FileOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "plan-summary.json");

    /// <summary>Plans for people or programs; JSON is a list with an object a mirror.</summary>
    public static string ToText(IReadOnlyList<MirrorPlan> plans, ListFormat format) => format switch
    {
        ListFormat.Json => $"[{string.Join(",\n", plans.Select(p => PlanJson.Write(p.Summary, p.Mirror)))}]\n",
        ListFormat.Markdown => string.Join("\n", plans.Select(p => PlanMarkdown.Write(p.Summary, p.Mirror))),
        _ => string.Join("\n", plans.Select(p => (plans.Count > 1 ? p.Mirror + "\n" : "") + PlanListing.Write(p.Summary))),
    };
}
