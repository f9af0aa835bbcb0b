using System.Globalization;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Audits;

/// <summary>
/// Writes what an audit found as a CycloneDX document (version 1.6): components, and the vulnerabilities that affect them. SARIF, which is the other form that tools take, is
/// about places in source files, and has none for a package of a mirror.
/// </summary>
internal static class AuditVex
{
    /// <summary>Writes what was found of mirrors.</summary>
    /// <param name="audits">The mirrors.</param>
    /// <param name="time">When.</param>
    public static string Write(IReadOnlyList<MirrorAudit> audits, DateTimeOffset time) => JsonOutput.ToText(json =>
    {
        json.WriteStartObject();
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        json.WriteNumber("version", 1);
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteStartObject("tools");
        json.WriteStartArray("components");
        json.WriteStartObject();
        json.WriteString("type", "application");
        json.WriteString("name", "chantal");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteList("components", [.. audits.SelectMany(a => a.Findings.Select(f => new Component(a, f.Vulnerability.Subject))).Distinct()], Write);
        json.WriteStartArray("vulnerabilities");
        foreach (var (audit, finding) in audits.SelectMany(a => a.Findings.Select(f => (a, f))))
        {
            Write(json, audit, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Component component)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", component.Reference);
        json.WriteString("name", component.Subject.Name);
        json.WriteString("version", component.Subject.Version);
        json.WriteOptional("purl", component.Purl);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MirrorAudit audit, AuditFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Advisory.Id);
        json.WriteList("references", [.. finding.Advisory.Names], (writer, name) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", name);
            writer.WriteStartObject("source");
            writer.WriteString("name", "OSV");
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        json.WriteStartArray("ratings");
        json.WriteStartObject();
        if (finding.Vulnerability.Score is { } score)
        {
            json.WriteNumber("score", score);
        }

        json.WriteString("severity", finding.Severity switch
        {
            AdvisorySeverity.Critical => "critical",
            AdvisorySeverity.Important => "high",
            AdvisorySeverity.Moderate => "medium",
            AdvisorySeverity.Low => "low",
            _ => "unknown",
        });
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("description", finding.Advisory.Title);
        if (finding.Advisory.Issued is { } issued)
        {
            json.WriteString("published", issued.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture));
        }

        json.WriteOptional("recommendation", finding.Fix is { } fix ? $"Update to {fix.Version}, which the mirror '{audit.Mirror}' has." : finding.Vulnerability.Fixed is { } first ? $"Fixed in {first}, which the mirror '{audit.Mirror}' does not have yet." : null);
        json.WriteStartObject("analysis");
        json.WriteString("state", "exploitable");
        json.WriteList("response", finding.Fix is null ? [] : ["update"]);
        json.WriteString("detail", $"The state '{audit.State}' of the mirror '{audit.Mirror}' has this version. Whether it is used is not known here.");
        json.WriteEndObject();
        json.WriteStartArray("affects");
        json.WriteStartObject();
        json.WriteString("ref", new Component(audit, finding.Vulnerability.Subject).Reference);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Component(string Mirror, string Type, PackageSource Subject)
    {
        public Component(MirrorAudit audit, PackageSource subject)
            : this(audit.Mirror, audit.Type, subject)
        {
        }

        public string Reference => $"{Mirror}/{Subject.Name}@{Subject.Version}";

        // Only what is the same for every distribution: a vendor would have to be guessed.
        public string? Purl => Type == "pypi" ? $"pkg:pypi/{Uri.EscapeDataString(Subject.Name)}@{Uri.EscapeDataString(Subject.Version)}" : null;
    }
}
