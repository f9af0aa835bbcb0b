using System.Globalization;
using Chantal.Runs;

namespace Chantal.Reports;

/// <summary>The mirrors by nights: how the syncs of each day ended.</summary>
internal static class NightSection
{
    private const int Nights = 14;

    // A narrow screen has room for a week.
    private const int NarrowNights = 7;

    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var section = html.Open("section", ("id", "nights"));
        html.Element("h2", "Nights");
        if (report.Mirrors.All(m => m.Runs.Count == 0))
        {
            html.Element("p", "No sync has left a report yet.", ("class", "empty"));
            return;
        }

        var days = Enumerable.Range(0, Nights).Select(n => report.Made.Date.AddDays(n - Nights + 1)).ToList();
        using var table = html.Open("table", ("class", "nights"));
        html.Element("caption", "How the syncs of each day ended, by the worst of them: ✓ with something new, · with nothing new, ! interrupted, ✗ failed. An empty cell is a day without a sync.");
        using (html.Open("thead"))
        using (html.Open("tr"))
        {
            html.Element("th", "mirror", ("scope", "col"));
            foreach (var day in days)
            {
                Head(html, day, Class(days, day));
            }
        }

        using var body = html.Open("tbody");
        foreach (var mirror in report.WorstFirst)
        {
            using var row = html.Open("tr");
            using (html.Open("th", ("scope", "row")))
            {
                html.Element("a", mirror.Name, ("href", "#" + report.AnchorOf(mirror)));
            }

            foreach (var day in days)
            {
                Cell(html, mirror, day, Class(days, day));
            }
        }
    }

    private static void Head(HtmlWriter html, DateTime day, string more)
    {
        using var head = html.Open("th", ("scope", "col"), ("class", more));
        html.Element("span", day.ToString("ddd", CultureInfo.InvariantCulture)[..2], ("class", "weekday")).Element("span", day.ToString("dd", CultureInfo.InvariantCulture), ("class", "day"));
    }

    private static void Cell(HtmlWriter html, MirrorReport mirror, DateTime day, string more)
    {
        var runs = mirror.Runs.Where(r => r.Ended.Date == day).ToList();
        if (runs.Count == 0)
        {
            html.Element("td", "", ("class", more));
            return;
        }

        var worst = runs.MinBy(r => Rank(r.Outcome))!;
        var isNews = runs.Exists(r => IsNews(mirror, r));
        var badge = worst.Outcome == RunOutcome.Succeeded && !isNews ? new Words.Badge("·", "nothing new", "quiet") : Words.Of(worst.Outcome);
        var codes = worst.Errors.Select(e => e.Code).Distinct().Take(3).ToList();
        var about = $"{mirror.Name}, {Words.Day(day)}: {badge.Word}{(codes.Count > 0 ? $" ({string.Join(", ", codes)})" : "")}{(runs.Count > 1 ? $"; {Words.Count(runs.Count, "sync")}" : "")}";
        using var cell = html.Open("td", ("class", more));
        html.Element("span", badge.Mark, ("class", "night " + badge.Class), ("role", "img"), ("aria-label", about), ("title", about));
    }

    private static bool IsNews(MirrorReport mirror, RunReport run)
    {
        var before = mirror.Runs.SkipWhile(r => r != run).Skip(1).FirstOrDefault();
        return run.Outcome == RunOutcome.Succeeded && before?.Generation != run.Generation;
    }

    private static string Class(List<DateTime> days, DateTime day) => days.IndexOf(day) < Nights - NarrowNights ? "early" : "late";

    private static int Rank(RunOutcome outcome) => outcome switch { RunOutcome.Failed => 0, RunOutcome.Interrupted => 1, RunOutcome.StartedOver => 1, _ => 2 };
}
