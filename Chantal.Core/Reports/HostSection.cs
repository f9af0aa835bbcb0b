using Chantal.Hosts.Updates;
using Chantal.Repositories;

namespace Chantal.Reports;

/// <summary>What a state of the mirrors holds for hosts. It is there where a folder of host lists is given.</summary>
internal static class HostSection
{
    private const int MostHosts = 100;
    private const int MostAdvisories = 25;
    private const int MostPackages = 25;

    public static void Write(HtmlWriter html, EstateReport report)
    {
        if (report.Hosts is not { } applicable)
        {
            return;
        }

        using var section = html.Open("section", ("id", "hosts"));
        html.Element("h2", "Hosts");
        html.Element("p", applicable.Summary);
        WriteHosts(html, applicable.Hosts);
        if (applicable.Advisories.Count > 0)
        {
            HtmlTable.Write(
                html,
                Caption(applicable.Advisories.Count, MostAdvisories, "Advisories that apply to hosts, the gravest first."),
                [
                    new Column<(Advisory Advisory, int Hosts)>("advisory", (h, a) => h.Text(a.Advisory.Id)),
                    new("severity", (h, a) => h.Text(a.Advisory.Severity ?? "–")),
                    new("hosts", (h, a) => h.Text(Words.Number(a.Hosts)), IsNumber: true),
                    new("title", (h, a) => h.Text(a.Advisory.Title)),
                ],
                applicable.Advisories.Take(MostAdvisories));
        }

        Packages(html, applicable.Updates, "Updates that wait for hosts, security first.");
        Packages(html, applicable.Missing, "Packages that no mirror has.");
        Packages(html, applicable.Newer, "Packages that are newer than the mirrors'.");
    }

    private static void WriteHosts(HtmlWriter html, IReadOnlyList<HostFindings> hosts) => HtmlTable.Write(
        html,
        Caption(hosts.Count, MostHosts, "Hosts, those with most security updates first."),
        [
            new Column<HostFindings>("host", (h, f) => h.Element("span", f.Name, ("class", "name"))),
            new("system", (h, f) => h.Text(f.System)),
            new("packages", (h, f) => h.Text(Words.Number(f.Packages)), IsNumber: true),
            new("updates", (h, f) => h.Text(Words.Number(f.Of(Standing.Update).Count())), IsNumber: true),
            new("security", (h, f) => h.Text(Words.Number(f.Findings.Count(u => u.IsSecurity))), IsNumber: true),
            new("advisories", (h, f) => Severities.Write(h, f.Advisories)),
            new("in no mirror", (h, f) => h.Text(Words.Number(f.Of(Standing.Missing).Count())), IsNumber: true),
            new("newer", (h, f) => h.Text(Words.Number(f.Of(Standing.Newer).Count())), IsNumber: true),
            new("mirrors", (h, f) => h.Text(f.Mirrors.Count == 0 ? "none is for it" : string.Join(", ", f.Mirrors))),
        ],
        hosts.OrderByDescending(h => h.Findings.Count(f => f.IsSecurity)).ThenByDescending(h => h.Findings.Count).ThenBy(h => h.Name, StringComparer.Ordinal).Take(MostHosts));

    private static void Packages(HtmlWriter html, IReadOnlyList<CommonFinding> findings, string caption)
    {
        if (findings.Count > 0)
        {
            HtmlTable.Write(
                html,
                Caption(findings.Count, MostPackages, caption),
                [
                    new Column<CommonFinding>("package", (h, c) => h.Text(c.Finding.PackageName)),
                    new("installed", (h, c) => h.Text(c.Finding.Package.Version)),
                    new("mirror has", (h, c) => h.Text(c.Finding.Offered ?? "–")),
                    new("security", (h, c) => h.Text(c.Finding.IsSecurity ? "security" : "–")),
                    new("hosts", (h, c) => h.Text(Words.Number(c.Hosts)), IsNumber: true),
                ],
                findings.Take(MostPackages));
        }
    }

    private static string Caption(int count, int most, string caption) => count <= most ? caption : $"{caption} The first {most} of {Words.Number(count)}.";
}
