using System.Text.Json;
using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>Notes of kept pages as JSON.</summary>
internal static class PageNoteJson
{
    public static void Write(Utf8JsonWriter writer, PageNote note)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", note.Version);
        writer.WriteString("url", note.Url.OriginalString);
        writer.WriteOptional("index", note.Index?.OriginalString);
        writer.WriteOptional("contentType", note.ContentType);
        writer.WriteOptional("eTag", note.ETag);
        writer.WriteOptional("lastModified", note.LastModified);
        writer.WriteOptional("serial", note.Serial);
        writer.WriteOptional("digest", note.Digest);
        if (note.IsAbsent)
        {
            writer.WriteBoolean("isAbsent", true);
        }

        writer.WriteEndObject();
    }

    public static PageNote Read(JsonElement root) => new()
    {
        Version = root.Integer("version"),
        Url = ReadUrl(root.Text("url")),
        Index = root.OptionalText("index") is { } index ? ReadUrl(index) : null,
        ContentType = root.OptionalText("contentType"),
        ETag = root.OptionalText("eTag"),
        LastModified = root.OptionalTime("lastModified"),
        Serial = root.OptionalNumber("serial"),
        Digest = root.OptionalText("digest"),
        IsAbsent = root.Flag("isAbsent"),
    };

    private static Uri ReadUrl(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url) ? url : throw new JsonException($"'{text}' is not a URL");
}
