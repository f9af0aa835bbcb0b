using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Text;

namespace Chantal.Reports;

/// <summary>Snapshots, and the channels that show them.</summary>
internal static class SnapshotSection
{
    private const int MostSnapshots = 40;

    public static void Write(HtmlWriter html, EstateReport report)
    {
        using var section = html.Open("section", ("id", "snapshots"));
        html.Element("h2", "Snapshots and channels");
        if (report.Snapshots.Count == 0)
        {
            html.Element("p", "There is no snapshot yet.", ("class", "empty"));
            return;
        }

        if (report.Channels.Count > 0)
        {
            WriteChannels(html, report);
        }

        HtmlTable.Write(
            html,
            report.Snapshots.Count > MostSnapshots ? $"The last {MostSnapshots} of {report.Snapshots.Count} snapshots." : "Snapshots, the latest first. “Alone” is what deleting one would set free.",
            [
                new Column<SnapshotEntry>("snapshot", (h, s) => h.Text(s.Name)),
                new("mirror", (h, s) => h.Element("span", s.Mirror, ("class", "name"))),
                new("made", (h, s) => Words.Time(h, s.Ref.Time.UtcDateTime)),
                new("files", (h, s) => h.Text(Words.Number(s.Ref.Files ?? 0)), IsNumber: true),
                new("size", (h, s) => h.Text(Quantity.Bytes(s.Ref.Bytes ?? 0)), IsNumber: true),
                new("alone", (h, s) => h.Text(Alone(report.Statistics, s)), IsNumber: true),
                new("shown in", (h, s) => h.Text(ShownIn(report.Channels, s))),
                new("about", (h, s) => h.Text(About(s.Ref))),
            ],
            report.Snapshots.Take(MostSnapshots));
    }

    private static void WriteChannels(HtmlWriter html, EstateReport report) => HtmlTable.Write(
        html,
        "What each channel shows, and what it showed before.",
        [
            new Column<SnapshotEntry>("channel", (h, c) => h.Text(c.Name)),
            new("mirror", (h, c) => h.Element("span", c.Mirror, ("class", "name"))),
            new("shows", (h, c) => h.Element("strong", c.Ref.Snapshot ?? "–")),
            new("since", (h, c) => Words.Time(h, c.Ref.Time.UtcDateTime)),
            new("by", (h, c) => WriteActor(h, c.Ref.By)),
            new("made", (h, c) => WriteTime(h, ShownBy(report, c)?.Made)),
            new("valid until", (h, c) => WriteTime(h, ShownBy(report, c)?.FirstToEnd?.ValidUntil)),
            new("before", (h, c) => h.Text(c.Ref.Before is { Count: > 0 } before ? string.Join(", ", before.Take(3).Select(b => b.Snapshot)) : "–")),
        ],
        report.Channels);

    private static ShownState? ShownBy(EstateReport report, SnapshotEntry channel) => report.Shown.FirstOrDefault(s => s.Channel == channel.Name && s.Mirror == channel.Mirror);

    private static void WriteActor(HtmlWriter html, Actor? actor) => html.Element("span", actor is null ? "–" : $"{actor.User}@{actor.Host}", ("title", actor?.ToString() ?? ""));

    private static void WriteTime(HtmlWriter html, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            Words.Time(html, known.UtcDateTime);
        }
        else
        {
            html.Text("–");
        }
    }

    private static string Alone(StoreStatistics statistics, SnapshotEntry snapshot) =>
        statistics.States.FirstOrDefault(s => s.Kind == "snapshot" && s.Name == snapshot.Name && s.Mirror == snapshot.Mirror) is { } state ? Quantity.Bytes(state.ExclusiveBytes) : "–";

    private static string ShownIn(IReadOnlyList<SnapshotEntry> channels, SnapshotEntry snapshot) =>
        channels.Where(c => c.Mirror == snapshot.Mirror && c.Ref.Snapshot == snapshot.Name).Select(c => c.Name).ToList() is { Count: > 0 } names ? string.Join(", ", names) : "–";

    private static string About(Ref snapshot) => (snapshot.IsPinned, snapshot.Description) switch
    {
        (true, { } description) => $"pinned; {description}",
        (true, null) => "pinned",
        (false, { } description) => description,
        _ => "–",
    };
}
