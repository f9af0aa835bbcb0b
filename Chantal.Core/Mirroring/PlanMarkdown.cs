using System.Text;
using Chantal.Diagnostics;
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
        if (all.Added.Files + all.Changed.Files + all.Removed.Files is var changes && changes == 0)
        {
            return text.Append($"A sync would change nothing: {Quantity.Count(all.Total.Files, "file")}, {all.Total.Size}.\n").ToString();
        }

        text.Append($"A sync would add {all.Added.Files} files, change {all.Changed.Files} and remove {all.Removed.Files}; {Downloads(all.Transfer)}\n");
        text.Append(Markdown.Table(PlanSummary.Columns, [.. summary.Rows()]));

        // No line begins with what ends the block: each has its sign before it.
        text.Append("\n```diff\n");
        foreach (var change in summary.Changes)
        {
            text.Append(Printable.Escape(change)).Append('\n');
        }

        text.Append("```\n");
        return changes > summary.Changes.Count ? text.Append($"\n… and {changes - summary.Changes.Count} more.\n").ToString() : text.ToString();
    }

    private static string Downloads(FileCount transfer) => transfer switch
    {
        { Unsized: > 0, Bytes: 0 } => "how much would be downloaded is not known.",
        { Unsized: > 0 } => $"more than {Quantity.Bytes(transfer.Bytes)} would be downloaded.",
        _ => $"{transfer.Size} would be downloaded.",
    };
}
