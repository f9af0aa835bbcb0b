using Chantal.Runs;

namespace Chantal.Reports;

/// <summary>How the store and each mirror grew, by the reports of their syncs.</summary>
internal static class GrowthSection
{
    public static void Write(HtmlWriter html, EstateReport report)
    {
        var runs = report.Mirrors.SelectMany(m => m.Runs).OrderBy(r => r.Ended).ToList();
        if (!runs.Exists(r => r.Generation is not null))
        {
            return;
        }

        using var section = html.Open("section", ("id", "growth"));
        html.Element("h2", "Growth");
        using var charts = html.Open("div", ("class", "charts"));
        if (report.Mirrors.Count > 1 && runs.Exists(r => r.StoreBytes is not null))
        {
            LineChart.Write(html, "The whole store", [.. runs.Where(r => r.StoreBytes is not null).Select(r => new ChartPoint(r.Ended, r.StoreBytes!.Value))], []);
        }

        foreach (var mirror in report.Mirrors.Where(m => m.Runs.Any(r => r.Generation is not null)))
        {
            LineChart.Write(
                html,
                mirror.Name,
                [.. mirror.Runs.Where(r => r.Generation is not null).Select(r => new ChartPoint(r.Ended, r.Bytes)).Reverse()],
                [.. mirror.Runs.Where(r => r.Outcome != RunOutcome.Succeeded).Select(r => r.Ended)]);
        }
    }
}
