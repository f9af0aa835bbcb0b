using Chantal.Text;

namespace Chantal.Reports;

/// <summary>The first screen: whether all is well, what is not and why, and the few numbers that everybody asks for.</summary>
internal static class SummarySection
{
    // What fits on a first screen.
    private const int MostWorries = 8;

    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var header = html.Open("header");
        using (html.Open("div", ("class", "head")))
        {
            html.Element("h1", report.Title);
            using var made = html.Open("p", ("class", "made"));
            Words.Time(html, report.Made);
            html.Text(" UTC");
        }

        Verdict(html, report);
        Worries(html, report.Worries);
        using var tiles = html.Open("dl", ("class", "tiles"));
        News(html, report);
        Waiting(html, report);
        Disk(html, report);
        Verification(html, report);
        Tile(html, "Served", Quantity.Bytes(report.Mirrors.Sum(m => m.Head?.Bytes ?? 0)), $"{Words.Count(report.Mirrors.Sum(m => m.Head?.Files ?? 0), "file")}; {Quantity.Bytes(report.Statistics.StoredBytes)} in the store");
    }

    private static void Verdict(HtmlWriter html, EstateReport report)
    {
        var troubled = report.WorstFirst.Where(m => m.Freshness != Freshness.Fresh).ToList();
        var worst = report.Worries.Any(w => w.IsBad) ? "bad" : report.Worries.Count > 0 ? "warn" : "good";
        using var verdict = html.Open("p", ("class", "verdict " + worst));
        html.Element("span", worst switch { "good" => "✓", "warn" => "!", _ => "✗" }, ("class", "mark"), ("aria-hidden", "true"));
        using var text = html.Open("span");
        if (troubled.Count == 0)
        {
            html.Text(report.Mirrors.Count == 1 ? "The mirror is fresh." : $"All {report.Mirrors.Count} mirrors are fresh.");
            html.Text(report.Worries.Count > 0 ? " Look at this:" : "");
            return;
        }

        html.Text(report.Mirrors.Count == 1 ? "The mirror needs attention: " : $"{troubled.Count} of {report.Mirrors.Count} mirrors {(troubled.Count == 1 ? "needs" : "need")} attention: ");
        html.Text(string.Join(", ", troubled.GroupBy(m => m.Freshness).Select(f => report.Mirrors.Count == 1 ? Words.Of(f.Key).Word : $"{f.Count()} {Words.Of(f.Key).Word}")) + ".");
    }

    private static void Worries(HtmlWriter html, IReadOnlyList<Worry> worries)
    {
        if (worries.Count == 0)
        {
            return;
        }

        using var list = html.Open("ul", ("class", "worries"));
        foreach (var worry in worries.Take(MostWorries))
        {
            using var item = html.Open("li", ("class", worry.IsBad ? "is-bad" : "is-warn"));
            html.Element("a", worry.Subject, ("href", "#" + worry.Anchor));
            html.Text(" ");
            Words.Write(html, worry.IsBad ? new Words.Badge("✗", worry.State, "bad") : new Words.Badge("!", worry.State, "warn"));
            html.Element("span", worry.Reason, ("class", "why"));
        }

        if (worries.Count > MostWorries)
        {
            using var item = html.Open("li", ("class", "more"));
            html.Element("a", $"and {worries.Count - MostWorries} more", ("href", "#mirrors"));
        }
    }

    private static void News(HtmlWriter html, EstateReport report)
    {
        var changes = report.Mirrors.Select(m => m.SinceYesterday).OfType<Snapshots.StateDiff>().ToList();
        var packages = changes.Sum(c => c.Packages.Count);
        if (changes.Count == 0)
        {
            Tile(html, "Came since yesterday", "–", "no mirror has a state of yesterday", "#news");
            return;
        }

        Tile(
            html, "Came since yesterday", packages == 0 ? "nothing" : Words.Count(packages, "change"),
            packages == 0 ? "" : $"{Quantity.Bytes(changes.Sum(c => c.Packages.Sum(p => p.AddedBytes)))}; {Severities.Text(changes.SelectMany(c => c.UrgentAdvisories))}", "#news");
    }

    private static void Waiting(HtmlWriter html, EstateReport report)
    {
        foreach (var channel in report.Waiting.Where(w => report.Channels.Any(c => c.Name == w.From)).GroupBy(w => w.From).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var packages = channel.Sum(c => c.Packages.Count);
            Tile(
                html, $"Not in {channel.Key} yet", packages == 0 ? "nothing" : Words.Count(packages, "change"),
                packages == 0 ? "it shows what the mirrors have" : Severities.Text(channel.SelectMany(c => c.UrgentAdvisories)), "#waiting");
        }
    }

    private static void Disk(HtmlWriter html, EstateReport report)
    {
        if (report.Disk is not { } disk)
        {
            return;
        }

        var more = report.Growth is not { } growth ? "how it grows is not known yet"
            : growth.DaysUntilFull(disk) is { } days ? $"{Words.Signed((long)growth.BytesPerDay)} a day: full in {Words.Days(days)}"
            : "it does not grow";
        Tile(html, "Disk", $"{Quantity.Bytes(disk.Free)} free", $"of {Quantity.Bytes(disk.Size)}; {more}", "#growth");
    }

    // Of the mirror that was verified the longest ago: a chain is as strong as that.
    private static void Verification(HtmlWriter html, EstateReport report)
    {
        var held = report.Mirrors.Where(m => m.Head is not null).ToList();
        var known = held.Where(m => m.Verification is not null).OrderBy(m => m.Verification!.Ended).ToList();
        var never = held.Count - known.Count;
        if (known.Count == 0)
        {
            Tile(html, "Last verification", "never", held.Count == 0 ? "" : "run Verify, or set VerifyShare");
            return;
        }

        var last = known[^1].Verification!;
        var more = never > 0 ? $"{Words.Count(never, "mirror")} never" : known[0].Verification!.Ended.Date == last.Ended.Date ? "all mirrors" : $"{known[0].Name}: {Words.Ago(report.Made - known[0].Verification!.Ended)}";
        var findings = known.Sum(m => m.Verification!.Findings);
        Tile(html, "Last verification", Words.Ago(report.Made - last.Ended), $"{(findings == 0 ? "no damage" : Words.Count(findings, "fault"))}; {more}", "#mirrors");
    }

    private static void Tile(HtmlWriter html, string name, string value, string more, string? link = null)
    {
        using var tile = html.Open("div");
        html.Element("dt", name);
        using (html.Open("dd"))
        {
            if (link is null)
            {
                html.Text(value);
            }
            else
            {
                html.Element("a", value, ("href", link));
            }
        }

        if (more.Length > 0)
        {
            html.Element("dd", more, ("class", "more"));
        }
    }
}
