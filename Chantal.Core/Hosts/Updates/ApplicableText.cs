using System.Globalization;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Hosts.Updates;

/// <summary>Writes for people what mirrors hold for hosts: a line for each host, and what all of them have in common. Who wants to know what each host has takes JSON.</summary>
internal static class ApplicableText
{
    private static readonly string[] HostHead = ["host", "system", ">packages", ">updates", ">security", ">advisories", ">missing", ">newer", "mirrors"];
    private static readonly string[] AdvisoryHead = ["advisory", "kind", "severity", ">hosts", "CVEs", "title"];
    private static readonly string[] UpdateHead = ["update", "to", "", "mirror", ">hosts"];
    private static readonly string[] MissingHead = ["in no mirror", "version", ">hosts"];
    private static readonly string[] NewerHead = ["newer than the mirror", "installed", "mirror has", ">hosts"];

    /// <summary>As tables of plain text.</summary>
    public static string ToPlainText(Applicable applicable)
    {
        var text = new StringBuilder(applicable.Summary).Append('\n');
        foreach (var (head, rows) in Tables(applicable).Where(t => t.Rows.Count > 0))
        {
            text.Append('\n').Append(TextTable.Write([head, .. rows.Select(r => r.Select(Printable.Escape).ToArray())]));
        }

        return text.ToString();
    }

    /// <summary>As tables of Markdown.</summary>
    public static string ToMarkdown(Applicable applicable)
    {
        var text = new StringBuilder($"## Hosts and {Markdown.Text(applicable.State)}\n\n{Markdown.Text(applicable.Summary)}\n");
        foreach (var (head, rows) in Tables(applicable))
        {
            text.Append(Markdown.Table([.. head.Select(h => h.TrimStart('>'))], rows));
        }

        return text.ToString();
    }

    private static IEnumerable<(string[] Head, List<string[]> Rows)> Tables(Applicable applicable) =>
    [
        (HostHead, [.. applicable.Hosts.Select(Row)]),
        (AdvisoryHead, [.. applicable.Advisories.Select(a => new[] { a.Advisory.Id, a.Advisory.Kind, a.Advisory.Severity ?? "", Number(a.Hosts), string.Join(' ', a.Advisory.Cves), a.Advisory.Title })]),
        (UpdateHead, [.. applicable.Updates.Select(u => new[] { u.Finding.PackageName, u.Finding.Offered!, u.Finding.IsSecurity ? "security" : "", u.Finding.Mirror!, Number(u.Hosts) })]),
        (MissingHead, [.. applicable.Missing.Select(m => new[] { m.Finding.PackageName, m.Finding.Package.Version, Number(m.Hosts) })]),
        (NewerHead, [.. applicable.Newer.Select(n => new[] { n.Finding.PackageName, n.Finding.Package.Version, n.Finding.Offered!, Number(n.Hosts) })]),
    ];

    private static string[] Row(HostFindings host) =>
    [
        host.Name, host.System, Number(host.Packages), Number(host.Of(Standing.Update).Count()), Number(host.Findings.Count(f => f.IsSecurity)), Number(host.Advisories.Count()),
        Number(host.Of(Standing.Missing).Count()), Number(host.Of(Standing.Newer).Count()), host.Mirrors.Count > 0 ? string.Join(' ', host.Mirrors) : "none",
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
