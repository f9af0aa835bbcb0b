using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What a sync would do, for programs: <c>chantal-plan-summary</c>, version 2.</summary>
internal static class PlanJson
{
    private const int Version = 2;

    private static readonly JsonWriterOptions Options = JsonOutput.Indented with { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object.</summary>
    public static string Write(PlanSummary summary, string mirror)
    {
        return Encoding.UTF8.GetString(JsonOutput.Write(summary, Write, Options));

        void Write(Utf8JsonWriter json, PlanSummary plan)
        {
            json.WriteStartObject();
            json.WriteString("format", "chantal-plan-summary");
            json.WriteNumber("version", Version);
            json.WriteString("mirror", mirror);
            WriteScope(json, "all", plan.All);
            json.WriteStartObject("scopes");
            foreach (var (scope, part) in plan.Scopes)
            {
                WriteScope(json, scope, part);
            }

            json.WriteEndObject();
            WriteCount(json, "twins", plan.Twins);
            json.WriteList("changes", plan.Groups, WriteGroup);
            json.WriteList("advisories", plan.Advisories, WriteAdvisory);
            if (plan.Policy.Lines.Count > 0)
            {
                json.WritePropertyName("policy");
                PolicyJson.Write(json, plan.Policy);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>Writes it to a file, which appears whole.</summary>
    public static void WriteFile(PlanSummary summary, string mirror, string path) => WholeFile.Write(path, Write(summary, mirror));

    /// <summary>The summary from the file that a plan left, or throws <see cref="DiagnosticCodes.PlanUnreadable"/>.</summary>
    public static PlanSummary ReadFile(string path)
    {
        try
        {
            return StrictJson.Read(File.ReadAllBytes(path), Read);
        }
        catch (JsonException exception)
        {
            throw MirroringDiagnostics.SummaryUnreadable(path, exception);
        }
    }

    private static PlanSummary Read(JsonElement root)
    {
        if (root.Integer("version") != Version)
        {
            throw new JsonException("it is of another version");
        }

        var scopes = new SortedDictionary<string, ScopeSummary>(StringComparer.Ordinal);
        foreach (var scope in root.Member("scopes").EnumerateObject())
        {
            scopes[scope.Name] = ReadScope(scope.Value);
        }

        return new PlanSummary(scopes, root.Member("changes").List(ReadGroup), ReadCount(root.Member("twins")))
        {
            Advisories = root.TryGet("advisories", out var advisories) ? advisories.List(ReadAdvisory) : [],
            Policy = root.TryGet("policy", out var policy) ? PolicyJson.Read(policy) : PlannedPolicy.Nothing,
        };
    }

    private static void WriteScope(Utf8JsonWriter json, string name, ScopeSummary summary)
    {
        json.WriteStartObject(name);
        WriteCount(json, "total", summary.Total);
        WriteCount(json, "add", summary.Added);
        WriteCount(json, "change", summary.Changed);
        WriteCount(json, "remove", summary.Removed);
        WriteCount(json, "transfer", summary.Transfer);
        json.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter json, string name, FileCount count)
    {
        json.WriteStartObject(name);
        json.WriteNumber("files", count.Files);
        json.WriteNumber("bytes", count.Bytes);
        if (count.Unsized > 0)
        {
            json.WriteNumber("unsized", count.Unsized);
        }

        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, PlanGroup group)
    {
        json.WriteStartObject();
        json.WriteString("change", JsonNamingPolicy.CamelCase.ConvertName(group.Change.ToString()));
        json.WriteNumber("count", group.Count);
        WriteCount(json, "files", group.Files);
        json.WriteList("shown", group.Shown, group.IsPackages ? WritePackage : WritePath);
        json.WriteNumber("more", group.Remainder.Count);
        json.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter json, PlannedItem package)
    {
        json.WriteStartObject();
        json.WriteString("name", package.Name);
        json.WriteOptional("architecture", package.Architecture);
        json.WriteList("from", package.From);
        json.WriteList("to", package.To);
        WriteCount(json, "files", package.Files);
        json.WriteEndObject();
    }

    private static void WritePath(Utf8JsonWriter json, PlannedItem file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Name);
        WriteCount(json, "files", file.Files);
        json.WriteEndObject();
    }

    private static void WriteAdvisory(Utf8JsonWriter json, PlannedAdvisory advisory)
    {
        json.WriteStartObject();
        json.WriteString("id", advisory.Id);
        json.WriteString("severity", advisory.Severity);
        json.WriteList("packages", advisory.Packages);
        json.WriteList("cves", advisory.Cves);
        json.WriteString("title", advisory.Title);
        json.WriteEndObject();
    }

    private static PlannedAdvisory ReadAdvisory(JsonElement advisory) => new(
        advisory.Text("id"), advisory.Text("severity"), advisory.Member("packages").List(StrictJson.Text), advisory.Member("cves").List(StrictJson.Text), advisory.Text("title"));

    private static ScopeSummary ReadScope(JsonElement scope) => new(
        ReadCount(scope.Member("total")), ReadCount(scope.Member("add")), ReadCount(scope.Member("change")), ReadCount(scope.Member("remove")), ReadCount(scope.Member("transfer")));

    private static FileCount ReadCount(JsonElement count) => new(count.Member("files").GetInt64(), count.Member("bytes").GetInt64(), count.Number("unsized"));

    private static PlanGroup ReadGroup(JsonElement group)
    {
        var word = group.Text("change");
        return Enum.GetValues<PlannedChange>().Where(c => JsonNamingPolicy.CamelCase.ConvertName(c.ToString()) == word).Cast<PlannedChange?>().FirstOrDefault() is { } change
            ? new PlanGroup(change, group.Member("count").GetInt64(), ReadCount(group.Member("files")), group.Member("shown").List<PlannedItem>(change < PlannedChange.FilesAdded ? ReadPackage : ReadPath))
            : throw new JsonException($"'{word}' is not a change");
    }

    private static PlannedItem ReadPackage(JsonElement package) => new(
        package.Text("name"), package.OptionalText("architecture"), package.Member("from").List(StrictJson.Text), package.Member("to").List(StrictJson.Text), ReadCount(package.Member("files")));

    private static PlannedItem ReadPath(JsonElement file) => new(file.Text("path"), null, [], [], ReadCount(file.Member("files")));
}
