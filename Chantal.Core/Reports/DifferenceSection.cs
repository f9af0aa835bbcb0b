using Chantal.Repositories;
using Chantal.Snapshots;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>What came and went between the last two snapshots of each mirror.</summary>
internal static class DifferenceSection
{
    private const int MostRows = 15;

    private static readonly (PackageChangeKind Kind, string Mark, string Word)[] Kinds =
    [
        (PackageChangeKind.Upgraded, "↑", "upgraded"), (PackageChangeKind.Downgraded, "↓", "downgraded"), (PackageChangeKind.Added, "+", "added"),
        (PackageChangeKind.Removed, "−", "removed"), (PackageChangeKind.OtherVersions, "~", "other versions"), (PackageChangeKind.Rebuilt, "=", "rebuilt"),
    ];

    public static void Write(HtmlWriter html, EstateReport report)
    {
        if (report.Differences.Count == 0)
        {
            return;
        }

        using var section = html.Open("section", ("id", "changes"));
        html.Element("h2", "What changed between the last two snapshots");
        foreach (var difference in report.Differences)
        {
            using var article = html.Open("article");
            html.Element("h3", $"{difference.Mirror}: {difference.From} → {difference.To}");
            if (difference.Packages.Count == 0 && difference.Advisories.Count == 0)
            {
                html.Element("p", "The same packages.", ("class", "empty"));
                continue;
            }

            Counts(html, difference);
            Packages(html, difference);
            Advisories(html, difference.Advisories);
        }
    }

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

        if (difference.Advisories.Count > 0)
        {
            using var item = html.Open("li");
            html.Element("strong", Words.Number(difference.Advisories.Count)).Text(" " + Quantity.Noun(difference.Advisories.Count, "advisory", "advisories"));
        }

        html.Element("li", $"{Quantity.Bytes(difference.Packages.Sum(p => p.AddedBytes))} came, {Quantity.Bytes(difference.Packages.Sum(p => p.RemovedBytes))} went");
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
            Caption(difference.Packages.Count, "package", $"; DiffSnapshot with From={difference.From} and To={difference.To} lists them all"),
            [
                new Column<PackageChange>("package", (h, p) => h.Text(p.Architecture is null ? p.Name : $"{p.Name} ({p.Architecture})")),
                new("change", (h, p) => WriteKind(h, p.Kind)),
                new("before", (h, p) => h.Text(Versions(p.From))),
                new("after", (h, p) => h.Text(Versions(p.To))),
                new("bytes", (h, p) => h.Text(Signed(p.AddedBytes - p.RemovedBytes)), IsNumber: true),
            ],
            difference.Packages.OrderByDescending(p => p.AddedBytes + p.RemovedBytes).ThenBy(p => p.Name, StringComparer.Ordinal).Take(MostRows));
    }

    private static void Advisories(HtmlWriter html, IReadOnlyList<Advisory> advisories)
    {
        if (advisories.Count == 0)
        {
            return;
        }

        HtmlTable.Write(
            html,
            Caption(advisories.Count, "advisory", ""),
            [
                new Column<Advisory>("advisory", (h, a) => h.Text(a.Id)),
                new("kind", (h, a) => h.Text(a.Kind)),
                new("severity", (h, a) => h.Text(a.Severity ?? "–")),
                new("title", (h, a) => h.Text(a.Title)),
                new("CVEs", (h, a) => h.Text(a.Cves.Count == 0 ? "–" : string.Join(", ", a.Cves))),
            ],
            advisories.OrderBy(a => Weight(a.Severity)).ThenBy(a => a.Id, StringComparer.Ordinal).Take(MostRows));
    }

    private static string Caption(int count, string noun, string more) => count <= MostRows ? (noun == "package" ? "Packages, the largest change first." : "New advisories, the gravest first.")
        : noun == "package" ? $"The {MostRows} largest of {Words.Number(count)} changes{more}."
        : $"The {MostRows} gravest of {Words.Number(count)} new advisories.";

    private static void WriteKind(HtmlWriter html, PackageChangeKind kind)
    {
        var (_, mark, word) = Kinds.First(k => k.Kind == kind);
        html.Element("span", mark + " ", ("aria-hidden", "true"), ("class", "kind")).Text(word);
    }

    private static string Versions(IReadOnlyList<string> versions) =>
        versions.Count == 0 ? "–" : versions.Count <= 3 ? string.Join(", ", versions) : $"{string.Join(", ", versions.Take(3))} and {versions.Count - 3} more";

    private static string Signed(long bytes) => bytes switch { > 0 => "+" + Quantity.Bytes(bytes), < 0 => "−" + Quantity.Bytes(-bytes), _ => "0 B" };

    private static int Weight(string? severity) => severity?.ToUpperInvariant() switch { "CRITICAL" => 0, "IMPORTANT" => 1, "MODERATE" => 2, "LOW" => 3, _ => 4 };
}
