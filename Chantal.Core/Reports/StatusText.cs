using System.Globalization;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>How mirrors are, for people and for programs.</summary>
internal static class StatusText
{
    // Of an error, in a line; JSON has all of it.
    private const int MostCharacters = 100;

    /// <summary>A table with a line for each mirror.</summary>
    public static string ToText(IReadOnlyList<MirrorStatus> mirrors, DateTime now) => mirrors.Count == 0 ? "There are no mirrors.\n" : TextTable.Write(
    [
        ["mirror", "state", "last success", ">size", "new in 24 h", "what is wrong"],
        .. mirrors.Select(m => new[]
        {
            m.Name, Words.Of(m.Freshness).Word, m.LastSuccess is { } success ? Words.Ago(now - success) : "never", Quantity.Bytes(m.Bytes),
            m.NewFiles > 0 ? $"{Quantity.Count(m.NewFiles, "file")}, {Quantity.Bytes(m.NewBytes)}" : "nothing", Wrong(m),
        }),
    ]);

    /// <summary>A list of objects, in the order of names.</summary>
    public static string ToJson(IReadOnlyList<MirrorStatus> mirrors, DateTime now)
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartArray();
            foreach (var mirror in mirrors)
            {
                Write(json, mirror, now);
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, MirrorStatus mirror, DateTime now)
    {
        json.WriteStartObject();
        json.WriteString("name", mirror.Name);
        json.WriteString("type", mirror.Type);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(mirror.Freshness.ToString()));
        json.WriteString("lastSuccess", mirror.LastSuccess?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (mirror.LastSuccess is { } success)
        {
            json.WriteNumber("ageSeconds", (long)Math.Max(0, (now - success).TotalSeconds));
        }
        else
        {
            json.WriteNull("ageSeconds");
        }

        json.WriteNumber("files", mirror.Files);
        json.WriteNumber("bytes", mirror.Bytes);
        json.WriteNumber("newFiles", mirror.NewFiles);
        json.WriteNumber("newBytes", mirror.NewBytes);
        json.WriteNumber("warnings", mirror.Warnings);
        json.WriteString("code", mirror.Code);
        json.WriteString("wrong", mirror.Wrong);
        json.WriteEndObject();
    }

    private static string Wrong(MirrorStatus mirror)
    {
        var text = mirror switch
        {
            { Wrong: { } wrong, Code: { } code } => $"{code}: {wrong}",
            { Wrong: { } wrong } => wrong,
            { Warnings: > 0 } => Quantity.Count(mirror.Warnings, "warning"),
            _ => "",
        };
        return text.Length <= MostCharacters ? text : text[..(MostCharacters - 1)] + "…";
    }
}
