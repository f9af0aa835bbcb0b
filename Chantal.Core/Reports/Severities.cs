using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>Advisories by severity, in words and as badges.</summary>
internal static class Severities
{
    /// <summary><c>2 critical, 5 important advisories</c>; <c>no advisories</c>.</summary>
    public static string Text(IEnumerable<Advisory> advisories)
    {
        var counts = Counts(advisories);
        return counts.Count == 0 ? "no advisories" : $"{string.Join(", ", counts.Select(c => $"{Words.Number(c.Count)} {c.Name}"))} {Quantity.Noun(counts.Sum(c => c.Count), "advisory", "advisories")}";
    }

    /// <summary>A badge for each severity that there is.</summary>
    public static void Write(HtmlWriter html, IEnumerable<Advisory> advisories)
    {
        var counts = Counts(advisories);
        if (counts.Count == 0)
        {
            html.Text("–");
            return;
        }

        using var all = html.Open("span", ("class", "badges"));
        foreach (var (severity, name, count) in counts)
        {
            html.Element("span", $"{Words.Number(count)} {name}", ("class", "badge " + Class(severity))).Text(" ");
        }
    }

    private static List<(AdvisorySeverity Severity, string Name, int Count)> Counts(IEnumerable<Advisory> advisories) =>
        [.. AdvisorySeverities.Count(advisories).Where(c => c.Value > 0).OrderBy(c => c.Key).Select(c => (c.Key, AdvisorySeverities.NameOf(c.Key), c.Value))];

    private static string Class(AdvisorySeverity severity) => severity switch
    {
        AdvisorySeverity.Critical => "bad",
        AdvisorySeverity.Important => "warn",
        _ => "none",
    };
}
