using Chantal.Runs;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>How the store and each mirror grew, by the reports of their syncs. A chart is only there where something moved.</summary>
internal static class GrowthSection
{
    public static void Write(HtmlWriter html, EstateReport report)
    {
        var runs = report.Mirrors.SelectMany(m => m.Runs).Where(r => r.StoreBytes is not null).OrderBy(r => r.Ended).ToList();
        using var section = html.Open("section", ("id", "growth"));
        html.Element("h2", "Disk and growth");
        Disk(html, report);
        using (html.Open("div", ("class", "charts")))
        {
            if (report.Mirrors.Count > 1 && runs.Select(r => r.StoreBytes).Distinct().Count() > 1)
            {
                LineChart.Write(html, "The whole store", [.. runs.Select(r => new ChartPoint(r.Ended, r.StoreBytes!.Value))], []);
            }

            foreach (var mirror in report.WorstFirst.Where(Moves))
            {
                LineChart.Write(html, mirror.Name, Points(mirror), [.. mirror.Runs.Where(r => r.Outcome != RunOutcome.Succeeded).Select(r => r.Ended)]);
            }
        }

        if (report.WorstFirst.Where(m => m.Head is not null && !Moves(m)).Select(m => m.Name).ToList() is { Count: > 0 } still)
        {
            html.Element("p", $"As large as before: {string.Join(", ", still)}.", ("class", "empty"));
        }
    }

    private static void Disk(HtmlWriter html, EstateReport report)
    {
        if (report.Disk is not { Size: > 0 } disk)
        {
            return;
        }

        using var line = html.Open("div", ("class", "disk"));
        var used = 1 - ((double)disk.Free / disk.Size);
        using (html.Open("p"))
        {
            html.Element("code", report.StoreRoot).Text($": {Quantity.Bytes(disk.Free)} of {Quantity.Bytes(disk.Size)} are free. ");
            html.Text(report.Growth switch
            {
                null => "How fast the store grows is known when syncs have reported its size for a day.",
                { BytesPerDay: <= 0 } growth => $"The store did not grow in the last {Words.Days(growth.Days)}.",
                var growth => $"The store grew by {Quantity.Bytes((long)growth.BytesPerDay)} a day in the last {Words.Days(growth.Days)}: full in {Words.Days(growth.DaysUntilFull(disk)!.Value)}.",
            });
        }

        using var share = html.Open("span", ("class", "share"));
        Bar.Write(html, used);
        html.Element("span", Words.Percent(used) + " used");
    }

    private static bool Moves(MirrorReport mirror) => Points(mirror).Select(p => p.Bytes).Distinct().Count() > 1;

    private static List<ChartPoint> Points(MirrorReport mirror) => [.. mirror.Runs.Where(r => r.Generation is not null).Select(r => new ChartPoint(r.Ended, r.Bytes)).Reverse()];
}
