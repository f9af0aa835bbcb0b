using System.Globalization;
using System.Text;
using System.Text.Json;
using Chantal.Definitions;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Tasks;

/// <summary>Lists the last syncs of mirrors, as the index remembers them.</summary>
public sealed class History : SnapshotTask
{
    private const int MostSyncs = 30;

    /// <summary>The file to write; empty: the log.</summary>
    public string OutputFile { get; set; } = "";

    /// <summary><c>text</c> or <c>json</c>.</summary>
    public string Format { get; set; } = "";

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        List<SyncRecord> syncs = [.. ReadMirrors().SelectMany(m => Index.Syncs.Latest(m.Name, MostSyncs)).OrderByDescending(s => s.Started)];
        var text = Format.Length > 0 && PropertyValue.Choice<ListFormat>("OutputFormat", Format) == ListFormat.Json ? ToJson(syncs) : ToText(syncs);
        await ShowAsync(text, OutputFile, cancellation);
    }

    private static string ToText(List<SyncRecord> syncs) => TextTable.Write(
    [
        ["started (UTC)", "mirror", ">took", ">files", ">fetched", ">bytes", "result"],
        .. syncs.Select(s => new[]
        {
            s.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), s.Mirror, Quantity.Duration(s.Ended - s.Started), s.Files.ToString(CultureInfo.InvariantCulture),
            s.FetchedFiles.ToString(CultureInfo.InvariantCulture), Quantity.Bytes(s.FetchedBytes), s.Generation is { } generation ? generation.ToString()[..12] : $"failed, {s.Missing} files missing",
        }),
    ]);

    private static string ToJson(List<SyncRecord> syncs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var sync in syncs)
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
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
