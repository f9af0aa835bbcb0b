using YamlDotNet.RepresentationModel;

namespace Chantal.Definitions.Yaml;

/// <summary>Finds where a YAML file says something of a mirror.</summary>
internal static class YamlPlaces
{
    /// <summary>The place of the first of some keys that the mirror, the defaults or the file has, or else the place of the mirror; null if the file does not have the mirror.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="keys">The keys.</param>
    /// <exception cref="YamlDefinitionException">The text cannot be read.</exception>
    public static YamlPlace? Find(string text, string mirror, IEnumerable<string> keys)
    {
        var root = YamlText.Read(text);
        var own = Value(root, "repositories") is YamlSequenceNode list ? list.OfType<YamlMappingNode>().FirstOrDefault(m => Value(m, "name") is YamlScalarNode name && name.Value == mirror) : null;
        var places = new[] { own, Value(root, "defaults") as YamlMappingNode, root }.OfType<YamlMappingNode>().ToList();
        var found = keys.SelectMany(key => places.Select(node => node.Children.Keys.FirstOrDefault(k => k is YamlScalarNode scalar && scalar.Value == key))).FirstOrDefault(k => k is not null) ?? own;
        return found is null ? null : YamlText.PlaceOf(found.Start);
    }

    private static YamlNode? Value(YamlMappingNode node, string key) => node.Children.FirstOrDefault(c => c.Key is YamlScalarNode scalar && scalar.Value == key).Value;
}
