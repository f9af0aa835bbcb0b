using System.Globalization;
using System.Text;
using System.Text.Json;
using Chantal.Definitions;
using Chantal.Runs;
using Chantal.Store;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Lists the last syncs of mirrors, as the index remembers them, with what somebody accepted in them, as their reports have it.</summary>
[MSBuildMultiThreadableTask]
public sealed class History : SnapshotTask
{
    private const int MostSyncs = 30;

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        List<Entry> syncs = [.. ReadMirrors().SelectMany(m => SyncsOf(m.Name)).OrderByDescending(s => s.Sync.Started)];
        var text = OutputFormat == ListFormat.Json ? ToJson(syncs) : ToText(syncs);
        await ShowAsync(text, cancellation);
    }

    private IEnumerable<Entry> SyncsOf(string mirror)
    {
        var accepting = new RunStore(Layout, mirror).Runs().Where(r => r.Accepted is not null).ToList();
        return Index.Syncs.Latest(mirror, MostSyncs).Select(s => new Entry(s, accepting.FirstOrDefault(r => IsPartOf(r, s))?.Accepted));
    }

    // The index may keep time less exactly than reports do; runs of one mirror never overlap.
    private static bool IsPartOf(RunReport run, SyncRecord sync) =>
        sync.Started.UtcDateTime > run.Began.AddSeconds(-1) && sync.Started.UtcDateTime <= run.Ended
        && (sync.Generation is null || sync.Generation.ToString() == run.Generation);

    private static string ToText(List<Entry> syncs) => TextTable.Write(
    [
        ["started (UTC)", "mirror", ">took", ">files", ">fetched", ">bytes", "result"],
        .. syncs.Select(s => new[]
        {
            s.Sync.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), s.Sync.Mirror, Quantity.Duration(s.Sync.Ended - s.Sync.Started),
            s.Sync.Files.ToString(CultureInfo.InvariantCulture), s.Sync.FetchedFiles.ToString(CultureInfo.InvariantCulture), Quantity.Bytes(s.Sync.FetchedBytes), Result(s),
        }),
    ]);

    private static string Result(Entry entry) =>
        (entry.Sync.Generation is { } generation ? generation.ToString()[..12] : $"failed, {Quantity.Count(entry.Sync.Missing, "file")} missing")
        + (entry.Accepted is { } accepted ? $"; {accepted.By} accepted {accepted.State}" : "");

    private static string ToJson(List<Entry> syncs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var (sync, accepted) in syncs)
            {
                json.WriteStartObject();
                json.WriteString("mirror", sync.Mirror);
                json.WriteString("started", sync.Started.UtcDateTime);
                json.WriteString("ended", sync.Ended.UtcDateTime);
                json.WriteString("generation", sync.Generation?.ToString());
                json.WriteNumber("files", sync.Files);
                json.WriteNumber("fetchedFiles", sync.FetchedFiles);
                json.WriteNumber("fetchedBytes", sync.FetchedBytes);
                json.WriteNumber("missing", sync.Missing);
                if (accepted is not null)
                {
                    json.WriteStartObject("accepted");
                    json.WriteString("state", accepted.State);
                    json.WriteString("reason", accepted.Reason);
                    json.WriteString("by", accepted.By);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private readonly record struct Entry(SyncRecord Sync, RunAcceptance? Accepted);
}
