using System.Globalization;
using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Audits;

/// <summary>Writes for people what an audit found.</summary>
internal static class AuditText
{
    private static readonly string[] Head = ["advisory", "severity", "package", "version", "fixed in head", "since", "first fix", "known since", "CVEs"];

    /// <summary>What was found of mirrors, in a form.</summary>
    /// <param name="audits">The mirrors.</param>
    /// <param name="format">The form.</param>
    /// <param name="time">When it is written.</param>
    public static string Write(IReadOnlyList<MirrorAudit> audits, ListFormat format, DateTimeOffset time) => format switch
    {
        ListFormat.Json => AuditJson.Write(audits),
        ListFormat.Vex => AuditVex.Write(audits, time),
        ListFormat.Markdown => string.Join('\n', audits.Select(ToMarkdown)),
        _ => string.Join('\n', audits.Select(ToPlainText)),
    };

    /// <summary>One line that says it all.</summary>
    public static string Summary(MirrorAudit audit)
    {
        if (!audit.IsInformed)
        {
            return $"{audit.Mirror}: nothing is known of {audit.State}, because the mirror has no advisories.";
        }

        var counts = AdvisorySeverities.Count(audit.Findings.Select(f => f.Advisory)).Where(c => c.Value > 0).OrderBy(c => c.Key).Select(c => $"{c.Value} {AdvisorySeverities.NameOf(c.Key)}");
        var found = audit.Findings.Count == 0 ? "no known vulnerabilities"
            : $"{Quantity.Count(audit.Findings.Count, "known vulnerability", "known vulnerabilities")} ({string.Join(", ", counts)}), {audit.Findings.Count(f => f.Fix is not null)} of them fixed in head";
        return $"{audit.Mirror}: {audit.State} has {found}; {Quantity.Count(audit.Packages, "package")}, by {string.Join(", ", By(audit))}.";
    }

    private static IEnumerable<string> By(MirrorAudit audit) =>
        audit.Sources.Select(s => $"{s.Location} of {Day(s.Date)}").Concat(audit.HasLists ? ["the repository's own advisories"] : []);

    private static string ToPlainText(MirrorAudit audit)
    {
        var text = new StringBuilder(Summary(audit)).Append('\n');
        return audit.Findings.Count == 0 ? text.ToString() : text.Append(TextTable.Write([Head, .. audit.Findings.Select(f => Row(f).Select(Printable.Escape).ToArray())])).ToString();
    }

    private static string ToMarkdown(MirrorAudit audit) =>
        $"## {Markdown.Text(audit.Mirror)}: vulnerabilities of {Markdown.Text(audit.State)}\n\n{Markdown.Text(Summary(audit))}\n{Markdown.Table(Head, [.. audit.Findings.Select(Row)])}";

    private static string[] Row(AuditFinding finding) =>
    [
        finding.Advisory.Id,
        finding.Advisory.Kind == Advisories.Vulnerability.Malicious ? "malicious" : AdvisorySeverities.NameOf(finding.Severity) + (finding.Vulnerability.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $" {score:0.0}") : ""),
        finding.Vulnerability.Subject.Name,
        finding.Vulnerability.Subject.Version,
        finding.Fix?.Version ?? "",
        finding.Fix?.Since is { } since ? Day(since) : "",
        finding.Vulnerability.Fixed ?? "",
        finding.Advisory.Issued?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        string.Join(' ', finding.Advisory.Cves),
    ];

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
