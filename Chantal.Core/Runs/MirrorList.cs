using System.Globalization;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>A mirror and its last run.</summary>
/// <param name="Name">The mirror.</param>
/// <param name="Type">Its type.</param>
/// <param name="Definition">The file that defines it.</param>
/// <param name="LastRun">Its last run, or null if it was never synced.</param>
internal sealed record ListedMirror(string Name, string Type, string Definition, RunReport? LastRun);

/// <summary>Mirrors as people and programs read them.</summary>
internal static class MirrorList
{
    /// <summary>A table.</summary>
    public static string ToText(IReadOnlyList<ListedMirror> mirrors) => mirrors.Count == 0 ? "There are no mirrors.\n" : TextTable.Write(
    [
        ["mirror", "type", "last success (UTC)", "last run", ">files", ">size"],
        .. mirrors.Select(m => new[]
        {
            m.Name, m.Type, m.LastRun?.LastSuccess is { } time ? time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "never",
            m.LastRun is { } run ? RunReport.NameOf(run.Outcome) : "", (m.LastRun?.Files ?? 0).ToString(CultureInfo.InvariantCulture), Quantity.Bytes(m.LastRun?.Bytes ?? 0),
        }),
    ]);

    /// <summary>A list of objects, in the order of names.</summary>
    public static string ToJson(IReadOnlyList<ListedMirror> mirrors)
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartArray();
            foreach (var mirror in mirrors)
            {
                json.WriteStartObject();
                json.WriteString("name", mirror.Name);
                json.WriteString("type", mirror.Type);
                json.WriteString("definition", mirror.Definition);
                json.WriteString("lastSuccess", mirror.LastRun?.LastSuccess?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                json.WriteString("lastRun", mirror.LastRun is { } run ? RunReport.NameOf(run.Outcome) : null);
                json.WriteString("generation", mirror.LastRun?.Generation);
                json.WriteNumber("files", mirror.LastRun?.Files ?? 0);
                json.WriteNumber("bytes", mirror.LastRun?.Bytes ?? 0);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
