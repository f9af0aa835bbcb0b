using System.Globalization;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Snapshots;

/// <summary>Snapshots and channels as people and programs read them.</summary>
/// <param name="snapshots">The snapshots.</param>
/// <param name="channels">The channels.</param>
/// <param name="shownBy">The channels that show a snapshot of a mirror.</param>
/// <param name="isShown">Whether what a channel's ref says is published: not if a promotion ended early.</param>
internal sealed class SnapshotList(
    IReadOnlyList<SnapshotEntry> snapshots, IReadOnlyList<SnapshotEntry> channels, Func<string, string, IReadOnlyList<string>> shownBy, Func<SnapshotEntry, bool> isShown)
{
    /// <summary>Two tables.</summary>
    public string ToText()
    {
        if (snapshots.Count == 0)
        {
            return "There are no snapshots.\n";
        }

        var text = TextTable.Write(
        [
            ["snapshot", "mirror", "made (UTC)", ">files", ">size", "pinned", "channels", "description"],
            .. snapshots.Select(s => new[]
            {
                s.Name, s.Mirror, Time(s.Ref.Time), (s.Ref.Files ?? 0).ToString(CultureInfo.InvariantCulture), Quantity.Bytes(s.Ref.Bytes ?? 0),
                s.Ref.IsPinned ? "yes" : "", string.Join(',', shownBy(s.Name, s.Mirror)), s.Ref.Description ?? "",
            }),
        ]);
        return channels.Count == 0 ? text : text + "\n" + TextTable.Write(
        [
            ["channel", "mirror", "shows", "since (UTC)", "by", "before"],
            .. channels.Select(c => new[]
            {
                c.Name, c.Mirror, $"{c.Ref.Snapshot}{(isShown(c) ? "" : " (not finished)")}", Time(c.Ref.Time), c.Ref.By is { } by ? $"{by.User}@{by.Host}" : "", string.Join(", ", (c.Ref.Before ?? []).Take(3).Select(b => $"{b.Snapshot} ({Time(b.Time)})")),
            }),
        ]);
    }

    /// <summary>One object: <c>snapshots</c> and <c>channels</c>, lists in the order of names.</summary>
    public string ToJson()
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("snapshots");
            foreach (var snapshot in snapshots)
            {
                WriteSnapshot(json, snapshot);
            }

            json.WriteEndArray();
            json.WriteStartArray("channels");
            foreach (var channel in channels)
            {
                WriteChannel(json, channel);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private void WriteSnapshot(Utf8JsonWriter json, SnapshotEntry snapshot)
    {
        json.WriteStartObject();
        json.WriteString("name", snapshot.Name);
        json.WriteString("mirror", snapshot.Mirror);
        json.WriteString("generation", snapshot.Ref.Generation);
        json.WriteString("time", Iso(snapshot.Ref.Time));
        ActorJson.Write(json, "by", snapshot.Ref.By);
        json.WriteNumber("files", snapshot.Ref.Files ?? 0);
        json.WriteNumber("bytes", snapshot.Ref.Bytes ?? 0);
        json.WriteBoolean("pinned", snapshot.Ref.IsPinned);
        json.WriteString("description", snapshot.Ref.Description);
        json.WriteStartArray("channels");
        foreach (var channel in shownBy(snapshot.Name, snapshot.Mirror))
        {
            json.WriteStringValue(channel);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteChannel(Utf8JsonWriter json, SnapshotEntry channel)
    {
        json.WriteStartObject();
        json.WriteString("name", channel.Name);
        json.WriteString("mirror", channel.Mirror);
        json.WriteString("snapshot", channel.Ref.Snapshot);
        json.WriteString("generation", channel.Ref.Generation);
        json.WriteString("since", Iso(channel.Ref.Time));
        ActorJson.Write(json, "by", channel.Ref.By);
        json.WriteBoolean("finished", isShown(channel));
        json.WriteStartArray("before");
        foreach (var move in channel.Ref.Before ?? [])
        {
            json.WriteStartObject();
            json.WriteString("snapshot", move.Snapshot);
            json.WriteString("generation", move.Generation);
            json.WriteString("since", Iso(move.Time));
            ActorJson.Write(json, "by", move.By);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
