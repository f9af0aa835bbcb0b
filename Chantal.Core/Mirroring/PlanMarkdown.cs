using System.Text;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What a sync would do, as a comment on a change of the definition shows it.</summary>
internal static class PlanMarkdown
{
    /// <summary>Writes the section of one mirror.</summary>
    public static string Write(PlanSummary summary, string mirror)
    {
        var all = summary.All;
        var text = new StringBuilder($"## {Markdown.Text(mirror)}\n\n");
        if (all.Added.Files + all.Changed.Files + all.Removed.Files == 0)
        {
            return text.Append($"A sync would change nothing: {Quantity.Count(all.Total.Files, "file")}, {all.Total.Size}.\n").Append(Policy(summary)).ToString();
        }

        text.Append($"A sync would add {all.Added.Files} files, change {all.Changed.Files} and remove {all.Removed.Files}; {Downloads(all.Transfer)}\n");
        text.Append(Markdown.Table(Plain(PlanTables.ScopeColumns), [.. PlanTables.Scopes(summary)]));
        if (PlanTables.Twins(summary) is { } twins)
        {
            text.Append($"\n{twins}\n");
        }

        foreach (var group in summary.Groups)
        {
            text.Append($"\n{PlanTables.Title(group)}:\n{Markdown.Table(Plain(PlanTables.Columns(group)), [.. PlanTables.Rows(group)])}");
            if (PlanTables.More(group) is { } more)
            {
                text.Append($"\n{more}\n");
            }
        }

        if (summary.Advisories.Count > 0)
        {
            text.Append($"\n{PlanTables.AdvisoryTitle(summary)}:\n{Markdown.Table(PlanTables.AdvisoryColumns, [.. PlanTables.Advisories(summary)])}");
        }

        return text.Append(Policy(summary)).ToString();
    }

    private static string Policy(PlanSummary summary) => summary.Policy.Lines.Count == 0 ? ""
        : $"\n{PlanTables.PolicyTitle(summary)}:\n{Markdown.Table(PlanTables.PolicyColumns, [.. PlanTables.Policy(summary)])}";

    private static string[] Plain(IEnumerable<string> columns) => [.. columns.Select(c => c.TrimStart('>'))];

    private static string Downloads(FileCount transfer) => transfer switch
    {
        { Unsized: > 0, Bytes: 0 } => "how much would be downloaded is not known.",
        { Unsized: > 0 } => $"more than {Quantity.Bytes(transfer.Bytes)} would be downloaded.",
        _ => $"{transfer.Size} would be downloaded.",
    };
}
