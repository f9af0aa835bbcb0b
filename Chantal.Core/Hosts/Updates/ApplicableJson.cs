using System.Text.Json;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Hosts.Updates;

/// <summary>Writes for programs what mirrors hold for hosts (docs/reference/host-lists.md).</summary>
internal static class ApplicableJson
{
    /// <summary>Writes it as text.</summary>
    public static string Write(Applicable applicable) => JsonOutput.ToText(json => Write(json, applicable));

    /// <summary>Writes it to a file, host by host: the text of thousands of hosts is larger than what is known of them.</summary>
    public static void Write(Applicable applicable, string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
        using (var json = new Utf8JsonWriter(stream, JsonOutput.Indented))
        {
            Write(json, applicable);
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, Applicable applicable)
    {
        json.WriteStartObject();
        json.WriteString("format", "chantal-applicable");
        json.WriteNumber("version", 1);
        json.WriteString("state", applicable.State);
        json.WriteList("mirrors", applicable.Mirrors);
        json.WriteList("absentMirrors", applicable.AbsentMirrors);
        json.WriteStartArray("hosts");
        foreach (var host in applicable.Hosts)
        {
            Write(json, host);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteStartArray("advisories");
        foreach (var (advisory, hosts) in applicable.Advisories)
        {
            Write(json, advisory, hosts);
        }

        json.WriteEndArray();
        Write(json, "updates", applicable.Updates);
        Write(json, "missing", applicable.Missing);
        Write(json, "newer", applicable.Newer);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, HostFindings host)
    {
        json.WriteStartObject();
        json.WriteString("name", host.Name);
        json.WriteString("system", host.System);
        json.WriteNumber("packages", host.Packages);
        json.WriteList("mirrors", host.Mirrors);
        json.WriteList("unmatchedTypes", host.UnmatchedTypes);
        foreach (var (name, standing) in new[] { ("updates", Standing.Update), ("missing", Standing.Missing), ("newer", Standing.Newer) })
        {
            json.WriteStartArray(name);
            foreach (var finding in host.Of(standing))
            {
                json.WriteStartObject();
                WritePackage(json, finding);
                json.WriteString("installed", finding.Package.Version);
                WriteOffer(json, finding);
                if (finding.Package.IsHeld)
                {
                    json.WriteBoolean("held", true);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteList("advisories", [.. host.Advisories.Select(a => a.Id)]);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<CommonFinding> findings)
    {
        json.WriteStartArray(name);
        foreach (var (finding, hosts) in findings)
        {
            json.WriteStartObject();
            WritePackage(json, finding);
            if (finding.Standing == Standing.Newer)
            {
                json.WriteString("installed", finding.Package.Version);
            }

            WriteOffer(json, finding);
            json.WriteNumber("hosts", hosts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Advisory advisory, int hosts)
    {
        json.WriteStartObject();
        json.WriteString("id", advisory.Id);
        json.WriteString("kind", advisory.Kind);
        json.WriteString("severity", advisory.Severity);
        json.WriteString("title", advisory.Title);
        json.WriteList("cves", advisory.Cves);
        json.WriteNumber("hosts", hosts);
        json.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("type", finding.Package.Type);
        json.WriteString("name", finding.Package.Name);
        json.WriteOptional("architecture", finding.Package.Architecture);
        json.WriteOptional("source", finding.Package.Source);
    }

    private static void WriteOffer(Utf8JsonWriter json, Finding finding)
    {
        json.WriteOptional("available", finding.Offered);
        json.WriteOptional("mirror", finding.Mirror);
        if (finding.Standing == Standing.Update)
        {
            json.WriteBoolean("security", finding.IsSecurity);
            json.WriteList("advisories", [.. finding.Advisories.Select(a => a.Id)]);
        }
    }
}
