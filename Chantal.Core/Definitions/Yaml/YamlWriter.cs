using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Chantal.Definitions.Yaml;

/// <summary>Writes definitions as YAML that <see cref="YamlReader"/> reads as the same definitions.</summary>
internal static partial class YamlWriter
{
    /// <summary>The text of a file.</summary>
    public static string Write(EstateDefinition estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var root = new YamlMappingNode();
        foreach (var (name, value) in estate.Properties)
        {
            var term = Vocabulary.Get(name);
            root.Add(Word(term.Key), Scalar(Plainly(term, value)));
        }

        root.Add(Word("repositories"), new YamlSequenceNode(estate.Mirrors.Select(Mirror)));
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        var written = text.ToString();
        return written.EndsWith("...\n", StringComparison.Ordinal) ? written[..^4] : written;
    }

    private static YamlMappingNode Mirror(MirrorDefinition mirror)
    {
        var node = new YamlMappingNode { { Word("name"), Scalar(mirror.Name) } };
        foreach (var (name, value) in mirror.Properties.Where(p => p.Key != "MirrorName"))
        {
            var term = Vocabulary.Get(name);
            node.Add(Word(term.Key), term.Kind == TermKind.List ? List(value) : Scalar(Plainly(term, value)));
        }

        foreach (var items in mirror.Items.GroupBy(i => i.Name))
        {
            node.Add(Word(KeyOf(items.Key)), items.All(i => i.Metadata.Count == 0) ? Flow(items.Select(i => Scalar(i.Value))) : new YamlSequenceNode(items.Select(Item)));
        }

        return node;
    }

    // Projects may say "True", and have white space around a value; YAML has one way.
    private static string Plainly(Term term, string value) => term.Kind is TermKind.Flag or TermKind.Choice ? value.Trim().ToLowerInvariant() : value.Trim();

    private static YamlNode Item(DefinitionItem item)
    {
        if (item.Metadata.Count == 0)
        {
            return Scalar(item.Value);
        }

        var node = new YamlMappingNode { { Word("name"), Scalar(item.Value) } };
        foreach (var (name, value) in item.Metadata)
        {
            node.Add(Word(Term.Snake(name)), Vocabulary.Get(item.Name).ListMetadata.Contains(name) ? List(value) : Scalar(value));
        }

        node.Style = YamlDotNet.Core.Events.MappingStyle.Flow;
        return node;
    }

    private static YamlNode List(string value) => DefinitionValues.Split(value) is { Count: > 1 } values ? Flow(values.Select(Scalar)) : Scalar(value.Trim());

    private static YamlSequenceNode Flow(IEnumerable<YamlNode> nodes) => new(nodes) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow };

    private static YamlScalarNode Word(string word) => new(word);

    // What is not plainly a word might be read as something else.
    private static YamlScalarNode Scalar(string value) =>
        new(value) { Style = PlainWord().IsMatch(value) && value is not ("null" or "yes" or "no" or "on" or "off") ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted };

    private static string KeyOf(string name) => Vocabulary.Get(name).Key;

    [GeneratedRegex(@"^[A-Za-z0-9/.$][A-Za-z0-9_+./$:-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainWord();
}
