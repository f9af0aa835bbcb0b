using Chantal.Snapshots;
using Chantal.Store.Collection;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>The mirrors that left the estate, with what the store still holds of them.</summary>
internal static class LeftSection
{
    public static void Write(HtmlWriter html, EstateReport report)
    {
        if (report.Left.Count == 0)
        {
            return;
        }

        using var section = html.Open("section", ("id", "left"));
        html.Element("h2", "Mirrors that are not defined any more");
        HtmlTable.Write(
            html,
            "If nobody needs one, run the Retire target with its name as RetiredMirror. “Alone” is what no other state needs.",
            [
                new Column<LeftMirror>("mirror", (h, m) => h.Element("span", m.Name, ("class", "name"))),
                new("head", (h, m) => h.Text(m.HasHead ? "held" : "–")),
                new("snapshots", (h, m) => h.Text(Names(m.Snapshots))),
                new("shown in", (h, m) => h.Text(Names(m.Channels))),
                new("largest state", (h, m) => h.Text(Quantity.Bytes(StatesOf(report, m).Max(s => (long?)s.Bytes) ?? 0)), IsNumber: true),
                new("alone", (h, m) => h.Text(Quantity.Bytes(StatesOf(report, m).Sum(s => s.ExclusiveBytes))), IsNumber: true),
            ],
            report.Left);
    }

    private static IEnumerable<StateStatistics> StatesOf(EstateReport report, LeftMirror mirror) => report.Statistics.States.Where(s => s.Mirror == mirror.Name);

    private static string Names(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "–",
        <= 5 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.TakeLast(5))} and {names.Count - 5} more",
    };
}
