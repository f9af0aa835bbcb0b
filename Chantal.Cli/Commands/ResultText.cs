using System.Text;
using System.Text.Json;
using Chantal.Cli.Building;
using Chantal.Plans;

namespace Chantal.Cli.Commands;

/// <summary>What a command without a list of its own came to, as JSON.</summary>
internal static class ResultText
{
    public static string Write(BuildOutcome outcome) => Encoding.UTF8.GetString(JsonOutput.Write(outcome, Write));

    private static void Write(Utf8JsonWriter json, BuildOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteBoolean("succeeded", outcome.Succeeded);
        json.WriteNumber("exitCode", (int)outcome.ExitCode);
        json.WriteList("done", outcome.DoneMirrors);
        json.WriteList("failed", outcome.FailedMirrors);
        json.WriteList("codes", [.. outcome.Codes.Where(c => c.Length > 0).Order(StringComparer.Ordinal)]);
        json.WriteEndObject();
    }
}
