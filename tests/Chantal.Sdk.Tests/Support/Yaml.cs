using YamlDotNet.Serialization;

namespace Chantal.Sdk.Tests.Support;

/// <summary>YAML as maps, lists and text.</summary>
public static class Yaml
{
    /// <summary>The document, which has to be a map.</summary>
    public static IReadOnlyDictionary<string, object> Parse(string text) => new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(text);

    /// <summary>A value that is a map.</summary>
    public static IReadOnlyDictionary<string, object> Map(object value) =>
        ((Dictionary<object, object>)value).ToDictionary(entry => (string)entry.Key, entry => entry.Value);

    /// <summary>A value that is a list.</summary>
    public static IReadOnlyList<object> List(object value) => (List<object>)value;
}
