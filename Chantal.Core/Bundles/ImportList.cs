using System.Globalization;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Bundles;

/// <summary>Imports that are not complete, as people and programs read them.</summary>
internal sealed class ImportList(IReadOnlyList<ImportState> imports)
{
    /// <summary>A table.</summary>
    public string ToText() => imports.Count == 0 ? "There are no pending imports.\n" : TextTable.Write(
    [
        ["import", "snapshot", "mirrors", "begun (UTC)", ">volumes", ">here", ">missing", "waits for"],
        .. imports.Select(i => new[]
        {
            i.Id, i.Snapshot ?? "?", string.Join(", ", i.Mirrors), i.Began.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{i.Volumes - i.MissingVolumes.Count} of {i.Volumes}"), Quantity.Bytes(i.Bytes), Quantity.Bytes(i.MissingBytes), i.WaitsFor,
        }),
    ]);

    /// <summary>One object: <c>imports</c>, the oldest snapshot first.</summary>
    public string ToJson()
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("imports");
            foreach (var import in imports)
            {
                Write(json, import);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, ImportState import)
    {
        json.WriteStartObject();
        json.WriteString("id", import.Id);
        json.WriteString("snapshot", import.Snapshot);
        json.WriteStartArray("mirrors");
        foreach (var mirror in import.Mirrors)
        {
            json.WriteStringValue(mirror);
        }

        json.WriteEndArray();
        json.WriteString("began", import.Began.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("volumes", import.Volumes);
        json.WriteStartArray("missingVolumes");
        foreach (var volume in import.MissingVolumes)
        {
            json.WriteNumberValue(volume);
        }

        json.WriteEndArray();
        json.WriteString("since", import.Since);
        json.WriteNumber("bytes", import.Bytes);
        json.WriteNumber("missingFiles", import.MissingFiles);
        json.WriteNumber("missingBytes", import.MissingBytes);
        json.WriteString("waitsFor", import.WaitsFor);
        json.WriteString("fault", import.Fault);
        json.WriteEndObject();
    }
}
