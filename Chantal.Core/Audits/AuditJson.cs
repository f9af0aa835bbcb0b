using System.Text.Json;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Audits;

/// <summary>Writes for programs what an audit found: <c>chantal-audit</c>, version 1.</summary>
internal static class AuditJson
{
    /// <summary>Writes what was found of mirrors.</summary>
    public static string Write(IReadOnlyList<MirrorAudit> audits) => JsonOutput.ToText(json =>
    {
        json.WriteStartObject();
        json.WriteString("format", "chantal-audit");
        json.WriteNumber("version", 1);
        json.WriteList("mirrors", audits, Write);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, MirrorAudit audit)
    {
        json.WriteStartObject();
        json.WriteString("mirror", audit.Mirror);
        json.WriteString("state", audit.State);
        json.WriteNumber("packages", audit.Packages);
        json.WriteBoolean("ownAdvisories", audit.HasLists);
        json.WriteList("sources", audit.Sources, Write);
        json.WriteList("vulnerabilities", audit.Findings, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PlanAdvisories source)
    {
        json.WriteStartObject();
        json.WriteString("source", source.Location);
        json.WriteList("ecosystems", source.Ecosystems);
        json.WriteString("sha256", source.Sha256.ToString());
        json.WriteString("date", source.Date.UtcDateTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AuditFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Advisory.Id);
        json.WriteString("kind", finding.Advisory.Kind);
        json.WriteString("severity", AdvisorySeverities.NameOf(finding.Severity));
        if (finding.Vulnerability.Score is { } score)
        {
            json.WriteNumber("score", score);
        }

        json.WriteString("title", finding.Advisory.Title);
        json.WriteOptional("issued", finding.Advisory.Issued?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteList("cves", finding.Advisory.Cves);
        json.WriteList("aliases", finding.Advisory.Names);
        json.WriteString("package", finding.Vulnerability.Subject.Name);
        json.WriteString("version", finding.Vulnerability.Subject.Version);
        json.WriteList("packages", finding.Packages, Write);
        json.WriteOptional("firstFix", finding.Vulnerability.Fixed);
        json.WriteOptional("fixedInHead", finding.Fix?.Version);
        json.WriteOptional("fixedSince", finding.Fix?.Since);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PackageIdentity package)
    {
        json.WriteStartObject();
        json.WriteString("name", package.Name);
        json.WriteOptional("architecture", package.Architecture);
        json.WriteEndObject();
    }
}
