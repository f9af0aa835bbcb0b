using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Chantal.Plans;

/// <summary>
/// Reads JSON that lies on disk or arrived in a bundle: where the form needs a value, <c>null</c> is as wrong as anything else that is
/// not one. What a serialiser refuses by annotations (its options have to say so) are properties; lists are looked through here.
/// </summary>
internal static class StrictJson
{
    // What the serialiser takes too, and no more than there are bits for.
    private const int MaxDepth = 64;

    /// <summary>Reads a document, or throws <see cref="JsonException"/>: there is no null document, and no null in a list.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        RequireListsWithoutNull(json);
        return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("it is null");
    }

    private static void RequireListsWithoutNull(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        ulong lists = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                var bit = 1UL << reader.CurrentDepth;
                lists = reader.TokenType == JsonTokenType.StartArray ? lists | bit : lists & ~bit;
            }
            else if (reader.TokenType == JsonTokenType.Null && reader.CurrentDepth > 0 && (lists & (1UL << (reader.CurrentDepth - 1))) != 0)
            {
                throw new JsonException("a list in it has null for a value");
            }
        }
    }
}
