using System.Text.Json;

namespace Chantal.Plans;

/// <summary>
/// Reads JSON that lies on disk or arrived from elsewhere: where the form needs a value, <c>null</c> or nothing is as wrong as a value of another
/// type. Each form reads its members itself. A serialiser's description of them is generic over types of the runtime, which no image made ahead of
/// time can hold: every process would compile it again.
/// </summary>
internal static class StrictJson
{
    /// <summary>Reads a document, or throws <see cref="JsonException"/>.</summary>
    /// <param name="json">The document in UTF-8.</param>
    /// <param name="read">Reads its root.</param>
    public static T Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <summary>A member that has to be there; it may be null.</summary>
    public static JsonElement Member(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : throw new JsonException($"'{name}' is missing");

    /// <summary>Whether an object has a member that is not null.</summary>
    public static bool TryGet(this JsonElement parent, string name, out JsonElement value) => parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text.</summary>
    public static string Text(this JsonElement element) => element.GetString() ?? throw new JsonException("null is not a text");

    /// <summary>A member that has to be a text.</summary>
    public static string Text(this JsonElement parent, string name) => parent.Member(name).GetString() ?? throw new JsonException($"'{name}' has no value");

    /// <summary>A member that may be missing or null.</summary>
    public static string? OptionalText(this JsonElement parent, string name) => parent.TryGet(name, out var value) ? value.GetString() : null;

    /// <summary>A member that may be missing or null.</summary>
    public static DateTimeOffset? OptionalTime(this JsonElement parent, string name) => parent.TryGet(name, out var value) ? value.GetDateTimeOffset() : null;

    /// <summary>A member that may be missing or null.</summary>
    public static long? OptionalNumber(this JsonElement parent, string name) => parent.TryGet(name, out var value) ? value.GetInt64() : null;

    /// <summary>A member that is 0 if it is missing; null is not a number.</summary>
    public static long Number(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    /// <summary>A member that is false if it is missing; null is neither true nor false.</summary>
    public static bool Flag(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.GetBoolean();

    /// <summary>A member that is 0 if it is missing; null is not a number.</summary>
    public static int Integer(this JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    /// <summary>The elements of an array.</summary>
    public static List<T> List<T>(this JsonElement array, Func<JsonElement, T> read)
        where T : class
    {
        var list = new List<T>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            list.Add(read(element));
        }

        return list;
    }

    /// <summary>The members of an object whose names are not the form's; of two with the same name, the last one.</summary>
    public static Dictionary<string, T> Table<T>(this JsonElement element, Func<JsonElement, T> read)
        where T : class
    {
        var table = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            table[member.Name] = read(member.Value);
        }

        return table;
    }
}
