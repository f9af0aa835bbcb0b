using Chantal.Runs;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>The mirrors: how fresh, how large, and how much of the store.</summary>
internal static class MirrorSection
{
    private const int MostMarks = 14;

    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var section = html.Open("section", ("id", "mirrors"));
        html.Element("h2", "Mirrors");
        HtmlTable.Write(
            html,
            $"How fresh and how large each mirror is. A mirror is stale {Quantity.Duration(report.StaleAfter)} after its last success. Mirrors share contents, so shares may come to more than 100 %.",
            [
                new Column<MirrorReport>("mirror", (h, m) => h.Text(m.Name)),
                new("state", Freshness),
                new("last success", (h, m) => LastSuccess(h, m, report.Made)),
                new("last syncs", Strip),
                new("files", (h, m) => h.Text(m.Head is { } head ? Words.Number(head.Files) : "–"), IsNumber: true),
                new("size", (h, m) => h.Text(m.Head is { } head ? Quantity.Bytes(head.Bytes) : "–"), IsNumber: true),
                new("share of the store", (h, m) => Share(h, m, report.Statistics.StoredBytes)),
            ],
            report.Mirrors);
    }

    private static void Freshness(HtmlWriter html, MirrorReport mirror)
    {
        Words.Write(html, Words.Of(mirror.Freshness));
        if (mirror.Freshness == Reports.Freshness.Failing)
        {
            html.Element("span", Words.Count(mirror.Runs.TakeWhile(r => r.Outcome != RunOutcome.Succeeded).Count(), "sync") + " in a row", ("class", "note"));
        }
    }

    private static void LastSuccess(HtmlWriter html, MirrorReport mirror, DateTime now)
    {
        if (mirror.LastSuccess is not { } success)
        {
            html.Text("never");
            return;
        }

        html.Text(Words.Ago(now - success));
        using var note = html.Open("span", ("class", "note"));
        Words.Time(html, success);
    }

    // The latest on the right, where a line that is read ends.
    private static void Strip(HtmlWriter html, MirrorReport mirror)
    {
        List<RunReport> runs = [.. mirror.Runs.Take(MostMarks).Reverse()];
        if (runs.Count == 0)
        {
            html.Text("–");
            return;
        }

        var good = runs.Count(r => r.Outcome == RunOutcome.Succeeded);
        using (html.Open("span", ("class", "strip"), ("role", "img"), ("aria-label", $"{good} of the last {runs.Count} succeeded")))
        {
            foreach (var badge in runs.Select(r => Words.Of(r.Outcome)))
            {
                html.Element("span", badge.Mark, ("class", badge.Class));
            }
        }

        html.Element("span", $"{good} of {runs.Count} succeeded", ("class", "note"), ("aria-hidden", "true"));
    }

    private static void Share(HtmlWriter html, MirrorReport mirror, long all)
    {
        var share = mirror.Head is { } head && all > 0 ? (double)head.StoredBytes / all : 0;
        using var box = html.Open("span", ("class", "share"));
        Bar.Write(html, share);
        html.Element("span", Words.Percent(share));
    }
}
