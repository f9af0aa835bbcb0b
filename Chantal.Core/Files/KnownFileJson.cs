using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Files;

/// <summary>Known files by their paths as JSON.</summary>
internal static class KnownFileJson
{
    public static void WriteAll(Utf8JsonWriter writer, SortedDictionary<string, KnownFile> files) => writer.WriteTable(files, Write);

    public static Dictionary<string, KnownFile> ReadAll(JsonElement root) => root.Table(Read);

    private static void Write(Utf8JsonWriter writer, KnownFile file)
    {
        writer.WriteStartObject();
        writer.WriteString("Url", file.Url);
        writer.WriteString("Mark", file.Mark);
        writer.WriteString("Sha256", file.Sha256);
        writer.WriteNumber("Size", file.Size);
        writer.WriteEndObject();
    }

    private static KnownFile Read(JsonElement file) => new(file.Text("Url"), file.Text("Mark"), file.Text("Sha256"), file.Member("Size").GetInt64());
}
