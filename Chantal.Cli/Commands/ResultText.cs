using System.Text;
using System.Text.Json;
using Chantal.Cli.Building;

namespace Chantal.Cli.Commands;

/// <summary>What a command without a list of its own came to, as JSON.</summary>
internal static class ResultText
{
    public static string Write(BuildOutcome outcome)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteBoolean("succeeded", outcome.Succeeded);
            json.WriteNumber("exitCode", (int)outcome.ExitCode);
            WriteList(json, "done", outcome.DoneMirrors);
            WriteList(json, "failed", outcome.FailedMirrors);
            WriteList(json, "codes", outcome.Codes.Where(c => c.Length > 0).Order(StringComparer.Ordinal));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
