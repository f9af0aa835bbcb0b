using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Transfer;

/// <summary>Notes of partial downloads as JSON. All of a note has to be there, null where nothing is known.</summary>
internal static class PartialNoteJson
{
    public static void Write(Utf8JsonWriter writer, PartialNote note)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", note.Version);
        writer.WriteString("url", note.Url);
        writer.WriteString("digest", note.Digest);
        writer.WriteString("validator", note.Validator);
        if (note.LastModified is { } modified)
        {
            writer.WriteString("lastModified", modified);
        }
        else
        {
            writer.WriteNull("lastModified");
        }

        writer.WriteString("boot", note.Boot);
        writer.WriteEndObject();
    }

    public static PartialNote Read(JsonElement root) => new(
        root.Member("version").GetInt32(),
        root.Text("url"),
        root.Member("digest").GetString(),
        root.Member("validator").GetString(),
        root.Member("lastModified") is { ValueKind: not JsonValueKind.Null } modified ? modified.GetDateTimeOffset() : null,
        root.Member("boot").GetString());
}
