using System.Text.Json;

namespace Chantal.Plans;

/// <summary>The first line of a part's file. All of it has to be there, null where nothing is known.</summary>
internal static class PlanPartJson
{
    public static void Write(Utf8JsonWriter writer, PlanPart part)
    {
        writer.WriteStartObject();
        writer.WriteNumber("Listed", part.Listed);
        writer.WriteString("WeaklyKnown", part.WeaklyKnown);
        if (part.Tops is { } tops)
        {
            writer.WriteList("Tops", tops);
        }
        else
        {
            writer.WriteNull("Tops");
        }

        writer.WriteEndObject();
    }

    public static PlanPart Read(JsonElement root) => new(
        root.Member("Listed").GetInt64(),
        root.Member("WeaklyKnown").GetString(),
        root.Member("Tops") is { ValueKind: not JsonValueKind.Null } tops ? tops.List(StrictJson.Text) : null);
}
