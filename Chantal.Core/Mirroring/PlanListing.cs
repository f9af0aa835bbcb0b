using System.Text;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What a sync would do, for people: a table of the parts of the mirror, and what changes, package by package.</summary>
internal static class PlanListing
{
    /// <summary>Writes it.</summary>
    public static string Write(PlanSummary summary)
    {
        var text = new StringBuilder(TextTable.Write([[.. PlanTables.ScopeColumns], .. PlanTables.Scopes(summary)]));
        if (PlanTables.Twins(summary) is { } twins)
        {
            text.Append(twins).Append('\n');
        }

        foreach (var group in summary.Groups)
        {
            text.Append($"\n{PlanTables.Title(group)}:\n");
            foreach (var line in TextTable.Write([Unnamed(PlanTables.Columns(group)), .. PlanTables.Rows(group)]).TrimEnd('\n').Split('\n').Skip(1).Append(PlanTables.More(group)).OfType<string>())
            {
                text.Append($"  {line}\n");
            }
        }

        if (summary.Advisories.Count > 0)
        {
            text.Append($"\n{PlanTables.AdvisoryTitle(summary)}:\n{TextTable.Write([[.. PlanTables.AdvisoryColumns], .. PlanTables.Advisories(summary)])}");
        }

        if (summary.Policy.Lines.Count > 0)
        {
            text.Append($"\n{PlanTables.PolicyTitle(summary)}:\n{TextTable.Write([[.. PlanTables.PolicyColumns], .. PlanTables.Policy(summary)])}");
        }

        return text.ToString();
    }

    // The line above says what the columns are.
    private static string[] Unnamed(IEnumerable<string> columns) => [.. columns.Select(c => c.StartsWith('>') ? ">" : "")];
}
