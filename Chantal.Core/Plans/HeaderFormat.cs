using System.Globalization;
using System.Text.Json;

namespace Chantal.Plans;

/// <summary>The first line of plans, manifests and lists of shards: what is said of all the lines behind it.</summary>
internal static class HeaderFormat
{
    /// <summary>
    /// The newest version of these formats; a reader takes each up to it. Version 2 says what packages were built from, and which advisories a state goes with. What says
    /// neither is still written as version 1, so that its name stays what it was.
    /// </summary>
    public const int Version = 2;

    public static void Write(Utf8JsonWriter writer, string format, PlanHeader header)
    {
        writer.WriteStartObject();
        writer.WriteString("format"u8, format);
        writer.WriteNumber("version"u8, header.NamesSources || header.Advisories.Count > 0 ? Version : 1);
        writer.WriteString("type"u8, header.Type);
        if (header.Base is not null)
        {
            writer.WriteString("base"u8, header.Base);
        }

        writer.WriteList("upstreams", header.Upstreams);
        WriteBases(writer, header.Bases);
        writer.WriteList("units", header.Units);
        writer.WriteStartArray("roots"u8);
        foreach (var root in header.Roots)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, root.Path);
            WriteDate(writer, "date", root.Date);
            WriteDate(writer, "validUntil", root.ValidUntil);
            writer.WriteList("signers", root.Signers);
            if (root.Identity is not null)
            {
                writer.WriteString("identity"u8, root.Identity);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        AdvisoriesFormat.Write(writer, header);
        writer.WriteEndObject();
        writer.Flush();
    }

    public static PlanHeader Read(ReadOnlySpan<byte> line, string format, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(line.ToArray(), new JsonDocumentOptions { MaxDepth = 8 });
            var root = json.RootElement;
            var version = root.GetProperty("version").GetInt32();
            if (root.GetProperty("format").GetString() != format || version is < 1 or > Version)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"it is not a {format} of version 1 or {Version}");
            }

            return new PlanHeader
            {
                Type = root.Text("type"),
                Base = ReadBase(root, file),
                Upstreams = ReadList(root, "upstreams"),
                Bases = ReadBases(root, file),
                Units = ReadUnits(root, file),
                Roots = ReadRoots(root, file),
                NamesSources = AdvisoriesFormat.NamesSources(root, version),
                Advisories = AdvisoriesFormat.Read(root),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw PlanDiagnostics.PlanUnreadable(file, 1, "its first line is not a header", exception);
        }
    }

    private static void WriteBases(Utf8JsonWriter writer, IReadOnlyList<PlanBase> bases)
    {
        if (bases.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("bases"u8);
        foreach (var one in bases)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, one.Path);
            writer.WriteList("urls", one.Urls);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string? ReadBase(JsonElement header, string file) =>
        !header.TryGetProperty("base", out var name) ? null
        : name.Text() is { } text && ArtifactPath.Fault(text) is null && !text.Contains('/', StringComparison.Ordinal) ? text
        : throw PlanDiagnostics.PlanUnreadable(file, 1, "the plan that it changes does not have the name of a file");

    private static List<PlanBase> ReadBases(JsonElement header, string file)
    {
        if (!header.TryGetProperty("bases", out var list))
        {
            return [];
        }

        var bases = list.List(b => new PlanBase(b.Text("path"), ReadList(b, "urls")));
        foreach (var one in bases)
        {
            if (one.Urls.Count == 0)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"the base '{one.Path}' does not have a URL");
            }

            if (one.Path.Length > 0 && ArtifactPath.Fault(one.Path) is { } fault)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"it has a base '{one.Path}', which {fault}");
            }
        }

        return bases.DistinctBy(b => b.Path).Count() == bases.Count ? bases : throw PlanDiagnostics.PlanUnreadable(file, 1, "two of its bases have the same path");
    }

    // A unit is a directory of the published tree, and is switched as a whole.
    private static List<string> ReadUnits(JsonElement header, string file)
    {
        var units = ReadList(header, "units");
        foreach (var unit in units)
        {
            if (unit.Length > 0 && ArtifactPath.Fault(unit) is { } fault)
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"it has a unit '{unit}', which {fault}");
            }
        }

        return units;
    }

    private static List<PlanRoot> ReadRoots(JsonElement header, string file)
    {
        if (!header.TryGetProperty("roots", out var list))
        {
            return [];
        }

        var roots = list.List(r => new PlanRoot(r.Text("path"), ReadDate(r, "date"), ReadDate(r, "validUntil"), ReadList(r, "signers"))
        {
            Identity = r.TryGetProperty("identity", out var identity) ? identity.Text() : null,
        });
        return roots.DistinctBy(r => r.Path).Count() == roots.Count ? roots : throw PlanDiagnostics.PlanUnreadable(file, 1, "two of its roots have the same path");
    }

    private static List<string> ReadList(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? list.List(StrictJson.Text) : [];

    internal static void WriteDate(Utf8JsonWriter writer, string name, DateTimeOffset? date)
    {
        if (date is { } value)
        {
            writer.WriteString(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }
    }

    private static DateTimeOffset? ReadDate(JsonElement element, string name) =>
        element.TryGetProperty(name, out var date) ? date.GetDateTimeOffset() : null;
}
