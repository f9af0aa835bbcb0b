using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Chantal.Plans;

/// <summary>
/// Reads JSON that lies on disk or arrived in a bundle: where the form needs a value, <c>null</c> or nothing is as wrong as a value of
/// another type. A serialiser that heeds annotations (its options have to say so) refuses the null that is there; what is not there, and
/// what stands in a list or a dictionary, is looked for here.
/// </summary>
internal static class StrictJson
{
    /// <summary>Reads a document, or throws <see cref="JsonException"/>.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        var value = JsonSerializer.Deserialize(json, type);
        RequireValues(value, type, "the document");
        return value!;
    }

    private static void RequireValues(object? value, JsonTypeInfo type, string name)
    {
        switch (value, type.Kind)
        {
            case (null, _):
                throw new JsonException($"{name} has no value");
            case (_, JsonTypeInfoKind.Object):
                foreach (var property in type.Properties.Where(p => p.Get is not null))
                {
                    RequireProperty(property.Get!(value), property, type.Options);
                }

                break;
            case (IDictionary entries, JsonTypeInfoKind.Dictionary):
                RequireElements(entries.Values, type, name);
                break;
            case (IEnumerable elements, JsonTypeInfoKind.Enumerable):
                RequireElements(elements, type, name);
                break;
            default:
                break;
        }
    }

    private static void RequireProperty(object? value, JsonPropertyInfo property, JsonSerializerOptions options)
    {
        if (value is not null || !property.IsGetNullable)
        {
            RequireValues(value, options.GetTypeInfo(property.PropertyType), $"'{property.Name}'");
        }
    }

    private static void RequireElements(IEnumerable elements, JsonTypeInfo type, string name)
    {
        foreach (var element in elements)
        {
            RequireValues(element, type.Options.GetTypeInfo(type.ElementType!), $"an element of {name}");
        }
    }
}
