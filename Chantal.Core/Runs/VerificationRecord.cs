using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>A mirror's last verification that ended, as it is kept: <c>state/MIRROR/last-verification.json</c>.</summary>
/// <param name="Ended">When it ended, in UTC.</param>
/// <param name="Share">The part of the content that it read: more than 0, 1 for all.</param>
/// <param name="Findings">How much it found that is still damaged.</param>
internal sealed record VerificationRecord(DateTime Ended, double Share, long Findings)
{
    private const string RecordFormat = "chantal-verification";

    /// <summary>A mirror's record, or null if it was never verified.</summary>
    public static VerificationRecord? Read(StoreLayout layout, string mirror)
    {
        try
        {
            return PathOf(layout, mirror) is var file && File.Exists(file) ? StrictJson.Read(File.ReadAllBytes(file), Read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a mirror's record in place of the one before.</summary>
    public void Write(StoreLayout layout, string mirror)
    {
        Directory.CreateDirectory(layout.State(mirror));
        WholeFile.Write(PathOf(layout, mirror), JsonOutput.ToText(json => Write(json, this)));
    }

    private static string PathOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "last-verification.json");

    private static VerificationRecord Read(JsonElement root) => root.Text("format") == RecordFormat && root.Integer("version") == 1
        ? new VerificationRecord(root.Member("ended").GetDateTime(), root.Member("share").GetDouble(), root.Number("findings"))
        : throw new JsonException("not a verification");

    private static void Write(Utf8JsonWriter writer, VerificationRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("format", RecordFormat);
        writer.WriteNumber("version", 1);
        writer.WriteString("ended", record.Ended);
        writer.WriteNumber("share", record.Share);
        writer.WriteNumber("findings", record.Findings);
        writer.WriteEndObject();
    }
}
