using Chantal.Repositories;
using Chantal.Snapshots;

namespace Chantal.Reports;

/// <summary>What came since yesterday, and what channels do not show yet; each mirror in a line that opens.</summary>
internal static class ChangeSection
{
    private const int MostRows = 15;

    private static readonly (PackageChangeKind Kind, string Mark, string Word)[] Kinds =
    [
        (PackageChangeKind.Upgraded, "↑", "upgraded"), (PackageChangeKind.Downgraded, "↓", "downgraded"), (PackageChangeKind.Added, "+", "added"),
        (PackageChangeKind.Removed, "−", "removed"), (PackageChangeKind.OtherVersions, "~", "other versions"), (PackageChangeKind.Rebuilt, "=", "rebuilt"),
    ];

    public static void Write(HtmlWriter html, EstateReport report)
    {
        var news = report.WorstFirst.Select(m => m.SinceYesterday).OfType<StateDiff>().ToList();
        if (news.Count > 0)
        {
            using var section = html.Open("section", ("id", "news"));
            html.Element("h2", "What came since yesterday");
            Write(html, news, _ => "");
        }

        if (report.Waiting.Count > 0)
        {
            using var section = html.Open("section", ("id", "waiting"));
            html.Element("h2", report.Channels.Count > 0 ? "What channels do not show yet" : "What came since the last snapshot");
            Write(html, report.Waiting, d => Since(report, d));
        }
    }

    // Of mirrors with nothing new, their names are enough.
    private static void Write(HtmlWriter html, IReadOnlyList<StateDiff> differences, Func<StateDiff, string> since)
    {
        foreach (var difference in differences.Where(d => !IsEmpty(d)))
        {
            using var details = html.Open("details");
            using (html.Open("summary"))
            {
                html.Element("strong", difference.Mirror).Text(" ").Element("span", since(difference), ("class", "since"));
                Counts(html, difference);
            }

            Advisories(html, difference.Advisories);
            Packages(html, difference);
        }

        if (differences.Where(IsEmpty).ToList() is { Count: > 0 } same)
        {
            html.Element("p", $"Nothing: {string.Join(", ", same.Select(d => $"{d.Mirror} {since(d)}".TrimEnd()))}.", ("class", "empty"));
        }
    }

    private static bool IsEmpty(StateDiff difference) => difference.Packages.Count == 0 && difference.Advisories.Count == 0;

    private static string Since(EstateReport report, StateDiff difference) =>
        report.Channels.FirstOrDefault(c => c.Name == difference.From && c.Mirror == difference.Mirror) is { } channel
            ? $"({channel.Name} shows {channel.Ref.Snapshot ?? "–"} since {Words.Day(channel.Ref.Time.UtcDateTime)})"
            : $"({difference.From})";

    private static void Counts(HtmlWriter html, StateDiff difference)
    {
        using var list = html.Open("ul", ("class", "counts"));
        foreach (var (kind, mark, word) in Kinds)
        {
            if (difference.Packages.Count(p => p.Kind == kind) is > 0 and var count)
            {
                using var item = html.Open("li");
                html.Element("span", mark + " ", ("aria-hidden", "true")).Element("strong", Words.Number(count)).Text(" " + word);
            }
        }

        html.Element("li", $"{Words.Signed(difference.Packages.Sum(p => p.AddedBytes))}, {Words.Signed(-difference.Packages.Sum(p => p.RemovedBytes))}");
        if (difference.UrgentAdvisories is { Count: > 0 } urgent)
        {
            using var item = html.Open("li");
            Severities.Write(html, urgent);
        }
    }

    private static void Packages(HtmlWriter html, StateDiff difference)
    {
        if (difference.Packages.Count == 0)
        {
            return;
        }

        // What is largest tells most.
        HtmlTable.Write(
            html,
            Caption(difference.Packages.Count, "package", difference.From == "yesterday" ? "" : $"; DiffSnapshot with From={difference.From} and To={difference.To} lists them all"),
            [
                new Column<PackageChange>("package", (h, p) => h.Text(p.Title)),
                new("change", (h, p) => WriteKind(h, p.Kind)),
                new("before", (h, p) => h.Text(Names(p.From))),
                new("after", (h, p) => h.Text(Names(p.To))),
                new("bytes", (h, p) => h.Text(Words.Signed(p.AddedBytes - p.RemovedBytes)), IsNumber: true),
            ],
            difference.Packages.OrderByDescending(p => p.AddedBytes + p.RemovedBytes).ThenBy(p => p.Name, StringComparer.Ordinal).Take(MostRows));
    }

    private static void Advisories(HtmlWriter html, IReadOnlyList<AdvisoryChange> advisories)
    {
        if (advisories.Count == 0)
        {
            return;
        }

        HtmlTable.Write(
            html,
            Caption(advisories.Count, "advisory", ""),
            [
                new Column<AdvisoryChange>("advisory", (h, a) => h.Text(a.Advisory.Id)),
                new("change", (h, a) => h.Text(a.Word)),
                new("kind", (h, a) => h.Text(a.Advisory.Kind)),
                new("severity", (h, a) => h.Text(OrDash(a.Severity))),
                new("packages", (h, a) => h.Text(Names(a.PackageNames))),
                new("title", (h, a) => h.Text(a.Advisory.Title)),
                new("CVEs", (h, a) => h.Text(OrDash(string.Join(", ", a.Advisory.Cves)))),
            ],
            advisories.OrderByDescending(a => a.IsUrgent).ThenBy(a => AdvisorySeverities.Of(a.Advisory)).ThenBy(a => a.Advisory.Id, StringComparer.Ordinal).Take(MostRows));
    }

    private static string Caption(int count, string noun, string more) => count <= MostRows ? (noun == "package" ? "Packages, the largest change first." : "Advisories that are new or changed, the gravest first.")
        : noun == "package" ? $"The {MostRows} largest of {Words.Number(count)} changes{more}."
        : $"The {MostRows} gravest of {Words.Number(count)} new or changed advisories.";

    private static void WriteKind(HtmlWriter html, PackageChangeKind kind)
    {
        var (_, mark, word) = Kinds.First(k => k.Kind == kind);
        html.Element("span", mark + " ", ("aria-hidden", "true"), ("class", "kind")).Text(word);
    }

    private static string Names(IReadOnlyList<string> names) =>
        names.Count == 0 ? "–" : names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    private static string OrDash(string text) => text.Length == 0 ? "–" : text;
}
