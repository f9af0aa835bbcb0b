using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chantal.Diagnostics;

namespace Chantal.Logging;

/// <summary>How the lines of a log file look.</summary>
internal enum LogFormat
{
    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>Time, level, mirror, sentence.</summary>
    Text,
}

/// <summary>Writes one line of a log: whatever the text is, it stays one line, without secrets and without marks that build agents obey.</summary>
internal static class LogLine
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // The line stands in no page, and Safe leaves nothing that a terminal or an agent would obey.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its end, in UTF-8.</summary>
    public static byte[] Write(LogRecord record, LogFormat format) => format == LogFormat.Json ? WriteJson(record) : WriteText(record);

    /// <summary>A time as all logs and reports have it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Text that may stand in a log.</summary>
    public static string Safe(string text) => Printable.Escape(Credentials.Hide(text));

    private static byte[] WriteJson(LogRecord record)
    {
        using var line = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(line, Readable))
        {
            json.WriteStartObject();
            json.WriteString(LogFields.Time, Time(record.Time));
            WriteUnlessEmpty(json, LogFields.Run, record.Run);
            WriteUnlessEmpty(json, LogFields.Mirror, record.Mirror);
            json.WriteString(LogFields.Event, record.Event);
            json.WriteString(LogFields.Level, Name(record.Level));
            WriteUnlessEmpty(json, LogFields.Code, record.Code);
            json.WriteString(LogFields.Message, Safe(record.Message));
            foreach (var field in record.Fields)
            {
                Write(json, field);
            }

            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    private static byte[] WriteText(LogRecord record)
    {
        var mirror = record.Mirror.Length > 0 ? Safe(record.Mirror) + ": " : "";
        var code = record.Code is null ? "" : record.Code + ": ";
        return Encoding.UTF8.GetBytes($"{Time(record.Time)} {Name(record.Level),-7} {mirror}{code}{Safe(record.Message)}\n");
    }

    private static void Write(Utf8JsonWriter json, LogField field)
    {
        switch (field.Value)
        {
            case long whole:
                json.WriteNumber(field.Name, whole);
                break;
            case double number:
                json.WriteNumber(field.Name, number);
                break;
            default:
                json.WriteString(field.Name, Safe(LogFields.ToText(field)));
                break;
        }
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, Safe(text));
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Info => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
