using System.Globalization;
using System.Text.Json;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>A promotion in the history: what a channel showed of a mirror from a time on, and who had it do so.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Mirror">The mirror.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Time">Since when.</param>
/// <param name="By">Who; null: it was not recorded yet.</param>
internal sealed record PastMove(string Channel, string Mirror, string Snapshot, string Generation, DateTimeOffset Time, Actor? By)
{
    private const string Outcome = "promoted";

    /// <summary>All promotions that the channels remember of a mirror.</summary>
    public static IEnumerable<PastMove> Of(RefStore refs, string mirror)
    {
        ArgumentNullException.ThrowIfNull(refs);
        foreach (var channel in refs.Channels())
        {
            if (refs.Channel(channel, mirror) is { Snapshot: { } shown } now)
            {
                yield return new PastMove(channel, mirror, shown, now.Generation, now.Time, now.By);
                foreach (var move in now.Before ?? [])
                {
                    yield return new PastMove(channel, mirror, move.Snapshot, move.Generation, move.Time, move.By);
                }
            }
        }
    }

    /// <summary>A table, the latest first; empty without promotions.</summary>
    public static string ToText(IEnumerable<PastMove> moves) => Sort(moves) is { Count: > 0 } sorted ? TextTable.Write(
    [
        ["promoted (UTC)", "mirror", "channel", "snapshot", "by"],
        .. sorted.Select(m => new[] { m.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), m.Mirror, m.Channel, m.Snapshot, m.By?.ToString() ?? "" }),
    ]) : "";

    /// <summary>The promotions as elements of a list of runs, the latest first.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<PastMove> moves)
    {
        foreach (var move in Sort(moves))
        {
            json.WriteStartObject();
            json.WriteString("mirror", move.Mirror);
            json.WriteString("started", move.Time.UtcDateTime);
            json.WriteString("outcome", Outcome);
            json.WriteString("channel", move.Channel);
            json.WriteString("snapshot", move.Snapshot);
            json.WriteString("generation", move.Generation);
            ActorJson.Write(json, "by", move.By);
            json.WriteEndObject();
        }
    }

    private static List<PastMove> Sort(IEnumerable<PastMove> moves) => [.. moves.OrderByDescending(m => m.Time).ThenBy(m => m.Channel, StringComparer.Ordinal).ThenBy(m => m.Mirror, StringComparer.Ordinal)];
}
