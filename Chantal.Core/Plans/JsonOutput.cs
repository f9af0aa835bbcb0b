using System.Text;
using System.Text.Json;

namespace Chantal.Plans;

/// <summary>Writes the JSON that <see cref="StrictJson"/> reads.</summary>
internal static class JsonOutput
{
    /// <summary>Over several lines.</summary>
    public static JsonWriterOptions Indented { get; } = new() { Indented = true, NewLine = "\n" };

    /// <summary>A document in UTF-8.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="write">Writes that.</param>
    /// <param name="options">How; default: on one line.</param>
    public static byte[] Write<T>(T content, Action<Utf8JsonWriter, T> write, JsonWriterOptions options = default)
        where T : class
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, options))
        {
            write(writer, content);
        }

        return output.ToArray();
    }

    /// <summary>A document as text over several lines, as lists and comparisons are shown.</summary>
    /// <param name="write">Writes it.</param>
    public static string ToText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write, static (writer, content) => content(writer), Indented)) + "\n";

    /// <summary>Writes a member, unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>Writes a member, unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    /// <summary>Writes a member, unless it is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>Writes a member that is a list, unless it is null.</summary>
    public static void WriteList<T>(this Utf8JsonWriter writer, string name, IReadOnlyList<T>? list, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (list is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var element in list)
        {
            write(writer, element);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a member that is a list of texts, unless it is null.</summary>
    public static void WriteList(this Utf8JsonWriter writer, string name, IReadOnlyList<string>? list)
    {
        if (list is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in list)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an object whose members' names are not the form's.</summary>
    public static void WriteTable<T>(this Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, T>> table, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        writer.WriteStartObject();
        foreach (var (name, value) in table)
        {
            writer.WritePropertyName(name);
            write(writer, value);
        }

        writer.WriteEndObject();
    }
}
