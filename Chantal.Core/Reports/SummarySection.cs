using Chantal.Text;

namespace Chantal.Reports;

/// <summary>The first screen: whether all is well, and the few numbers that everybody asks for.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var header = html.Open("header");
        html.Element("p", report.Mirrors.Count == 1 ? "Mirror" : "Mirrors", ("class", "kicker"));
        html.Element("h1", report.Title);
        Verdict(html, report);
        using (html.Open("dl", ("class", "tiles")))
        {
            Tile(html, "Mirrors", Words.Number(report.Mirrors.Count), $"{report.Mirrors.Count(m => m.Freshness == Freshness.Fresh)} fresh");
            Tile(html, "Served", Quantity.Bytes(report.Mirrors.Sum(m => m.Head?.Bytes ?? 0)), Words.Count(report.Mirrors.Sum(m => m.Head?.Files ?? 0), "file"));
            Tile(html, "In the store", Quantity.Bytes(report.Statistics.StoredBytes), "with snapshots, each content once");
            var last = report.Mirrors.SelectMany(m => m.Runs.Take(1)).MaxBy(r => r.Ended);
            Tile(html, "Last sync", last is null ? "none" : Words.Ago(report.Made - last.Ended), last is null ? "" : $"{last.Mirror}, {Words.Of(last.Outcome).Word}");
        }

        using var made = html.Open("p", ("class", "made"));
        html.Text("Read ");
        Words.Time(html, report.Made);
        html.Text(" UTC from ").Element("code", report.StoreRoot).Text(". All times are UTC.");
    }

    private static void Verdict(HtmlWriter html, EstateReport report)
    {
        var troubled = report.Mirrors.Where(m => m.Freshness != Freshness.Fresh).ToList();
        var worst = troubled.Any(m => m.Freshness == Freshness.Failing) ? "bad" : troubled.Count > 0 ? "warn" : "good";
        using var verdict = html.Open("p", ("class", "verdict " + worst));
        html.Element("span", worst switch { "good" => "✓", "warn" => "!", _ => "✗" }, ("class", "mark"), ("aria-hidden", "true"));
        using var text = html.Open("span");
        if (troubled.Count == 0)
        {
            html.Text(report.Mirrors.Count == 1 ? "The mirror is fresh." : $"All {report.Mirrors.Count} mirrors are fresh.");
            return;
        }

        html.Text(report.Mirrors.Count == 1 ? "The mirror needs attention: " : $"{troubled.Count} of {report.Mirrors.Count} mirrors {(troubled.Count == 1 ? "needs" : "need")} attention: ");
        html.Text(string.Join(", ", troubled.Select(m => $"{m.Name} ({Words.Of(m.Freshness).Word})")) + ".");
    }

    private static void Tile(HtmlWriter html, string name, string value, string more)
    {
        using var tile = html.Open("div");
        html.Element("dt", name).Element("dd", value);
        if (more.Length > 0)
        {
            html.Element("dd", more, ("class", "more"));
        }
    }
}
