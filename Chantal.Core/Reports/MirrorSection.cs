using Chantal.Text;

namespace Chantal.Reports;

/// <summary>The mirrors, the worst first: how fresh, how large, how much of the store, and when they were verified.</summary>
internal static class MirrorSection
{
    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var section = html.Open("section", ("id", "mirrors"));
        html.Element("h2", "Mirrors");
        HtmlTable.Write(
            html,
            $"The worst first. A mirror is stale {Quantity.Duration(report.StaleAfter)} after its last success. Mirrors share contents, so shares may come to more than 100 %.",
            [
                new Column<MirrorReport>("mirror", (h, m) => Name(h, report, m)),
                new("state", Freshness),
                new("last success", (h, m) => LastSuccess(h, m, report.Made)),
                new("upstream's metadata", (h, m) => Ago(h, m.Roots.Max(r => r.Date) is { } date ? report.Made - date.UtcDateTime : null)),
                new("verified", (h, m) => Verified(h, m, report.Made)),
                new("files", (h, m) => h.Text(m.Head is { } head ? Words.Number(head.Files) : "–"), IsNumber: true),
                new("size", (h, m) => h.Text(m.Head is { } head ? Quantity.Bytes(head.Bytes) : "–"), IsNumber: true),
                new("share of the store", (h, m) => Share(h, m, report.Statistics.StoredBytes)),
            ],
            report.WorstFirst);
    }

    // What is wrong has an article of its own, which the name leads to; of all others, this row is the place.
    private static void Name(HtmlWriter html, EstateReport report, MirrorReport mirror)
    {
        if (report.IsWorried(mirror))
        {
            html.Element("a", mirror.Name, ("href", "#" + report.AnchorOf(mirror)));
        }
        else
        {
            html.Element("span", mirror.Name, ("id", report.AnchorOf(mirror)));
        }
    }

    private static void Freshness(HtmlWriter html, MirrorReport mirror)
    {
        Words.Write(html, Words.Of(mirror.Freshness));
        if (mirror.FailuresInARow > 1)
        {
            html.Element("span", Words.Count(mirror.FailuresInARow, "sync") + " in a row", ("class", "note"));
        }
    }

    private static void LastSuccess(HtmlWriter html, MirrorReport mirror, DateTime now)
    {
        if (mirror.LastSuccess is not { } success)
        {
            html.Text("never");
            return;
        }

        Ago(html, now - success);
        using (html.Open("span", ("class", "note")))
        {
            Words.Time(html, success);
        }

        if (mirror.Accepted is { } accepted)
        {
            html.Element("span", $"accepted by {accepted.By}", ("class", "note"), ("title", $"{accepted.State}: {accepted.Reason}"));
        }
    }

    private static void Verified(HtmlWriter html, MirrorReport mirror, DateTime now)
    {
        if (mirror.Verification is not { } verification)
        {
            html.Text("never");
            return;
        }

        Ago(html, now - verification.Ended);
        var share = verification.Share < 1 ? $"{Words.Percent(verification.Share)} of it" : "";
        var damage = verification.Findings > 0 ? Words.Count(verification.Findings, "fault") : "";
        html.Element("span", string.Join("; ", new[] { share, damage }.Where(t => t.Length > 0)), ("class", "note"));
    }

    private static void Ago(HtmlWriter html, TimeSpan? age) => html.Element("span", age is { } known ? Words.Ago(known) : "–", ("class", "ago"));

    private static void Share(HtmlWriter html, MirrorReport mirror, long all)
    {
        var share = mirror.Head is { } head && all > 0 ? (double)head.StoredBytes / all : 0;
        using var box = html.Open("span", ("class", "share"));
        Bar.Write(html, share);
        html.Element("span", Words.Percent(share));
    }
}
