using System.Text.Json;
using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>The refs: small files that point at generations. Written by rename, after what they point at was flushed.</summary>
public sealed class RefStore(StoreLayout layout)
{
    private const string Format = "chantal-ref";

    /// <summary>The generation that a mirror's head points at; null before its first sync.</summary>
    public GenerationId? Mirror(string mirror) => Read(layout.MirrorRef(mirror));

    /// <summary>Moves a mirror's head.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="generation">A generation that is stored.</param>
    /// <param name="time">The time to note.</param>
    public void SetMirror(string mirror, GenerationId generation, DateTimeOffset time) => Write(layout.MirrorRef(mirror), generation, time);

    private static GenerationId? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.GetProperty("format").GetString() == Format
                && json.RootElement.GetProperty("version").GetInt32() == 1
                && GenerationId.TryParse(json.RootElement.GetProperty("generation").GetString()) is { } generation)
            {
                return generation;
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unreadable(path, exception);
        }

        throw Unreadable(path, null);
    }

    private static void Write(string path, GenerationId generation, DateTimeOffset time)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", 1);
            json.WriteString("generation", generation.ToString());
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        Posix.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private static MirrorException Unreadable(string path, Exception? inner) =>
        new(DiagnosticCodes.RefUnreadable, $"The ref '{path}' cannot be read, so what it points at is not known. Delete it and run the Rebuild target; what is published stays until then.", inner);
}
