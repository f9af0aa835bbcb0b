using Chantal.Diagnostics;
using Chantal.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Chantal.Definitions.Yaml;

/// <summary>Reads a YAML file into the definitions that projects would give, in the words of <see cref="Vocabulary"/>.</summary>
internal sealed class YamlReader
{
    /// <summary>Nodes that are looked at; aliases count each time, so that none explodes.</summary>
    public const int MaxNodes = 200_000;

    private const string Repositories = "repositories";
    private const string Defaults = "defaults";

    private readonly Func<string, string?> _variables;
    private int _nodes;

    private YamlReader(Func<string, string?> variables) => _variables = variables;

    /// <summary>Reads a file. One that is too large is refused before it is read.</summary>
    public static async Task<EstateDefinition> ReadFileAsync(string path, CancellationToken cancellation)
    {
        YamlText.RequireSize(new FileInfo(path));
        return Read(await File.ReadAllTextAsync(path, cancellation));
    }

    /// <summary>Reads definitions.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="variables">The variables that paths can have in them; null: those of the environment.</param>
    /// <exception cref="YamlDefinitionException">They cannot be used.</exception>
    public static EstateDefinition Read(string text, Func<string, string?>? variables = null) =>
        new YamlReader(variables ?? Environment.GetEnvironmentVariable).ReadRoot(YamlText.Read(text));

    private EstateDefinition ReadRoot(YamlMappingNode root)
    {
        var store = Vocabulary.Terms.Where(t => t.Scope == TermScope.Store).ToDictionary(t => t.Key, StringComparer.Ordinal);
        var properties = new List<KeyValuePair<string, string>>();
        YamlNode? repositories = null;
        YamlMappingNode defaults = [];
        foreach (var (key, value) in Entries(root))
        {
            switch (key.Value)
            {
                case Repositories:
                    repositories = value;
                    break;
                case Defaults:
                    defaults = value as YamlMappingNode ?? throw WrongType(value, Defaults, "keys and values");
                    break;
                case { } name when store.TryGetValue(name, out var term):
                    properties.Add(new(term.Name, Scalar(value, term)));
                    break;
                default:
                    throw UnknownKey(key, [Repositories, Defaults, .. store.Keys]);
            }
        }

        var list = repositories as YamlSequenceNode
            ?? throw (repositories is null
                ? YamlDiagnostics.RepositoriesMissing(YamlText.PlaceOf(root.Start))
                : WrongType(repositories, Repositories, "a list"));
        var mirrors = new List<MirrorDefinition>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in list)
        {
            Count(node);
            var mirror = ReadNamed(node as YamlMappingNode ?? throw WrongType(node, Repositories, "a list of keys and values"), defaults);
            mirrors.Add(names.Add(mirror.Name) ? mirror : throw YamlDiagnostics.DuplicateName(YamlText.PlaceOf(node.Start), mirror.Name));
        }

        return new EstateDefinition(properties, mirrors);
    }

    // What is wrong with a mirror is said with its name, if it has one that can be said.
    private MirrorDefinition ReadNamed(YamlMappingNode node, YamlMappingNode defaults)
    {
        try
        {
            return ReadMirror(node, defaults);
        }
        catch (YamlDefinitionException exception) when (node.Children.TryGetValue(new YamlScalarNode("name"), out var named) && named is YamlScalarNode { Value: { } name } && FolderName.IsValid(name))
        {
            throw exception.Of(name);
        }
    }

    private MirrorDefinition ReadMirror(YamlMappingNode node, YamlMappingNode defaults)
    {
        var entries = Entries(node).ToDictionary(e => e.Key.Value!, e => e, StringComparer.Ordinal);
        var type = Require("type");
        var name = Require("name");
        try
        {
            _ = FolderName.Check(name, "'name'");
        }
        catch (MirrorException exception)
        {
            throw YamlDiagnostics.NameInvalid(YamlText.PlaceOf(entries["name"].Value.Start), exception);
        }

        if (!Vocabulary.Types.Contains(type) && !entries.ContainsKey("mirror_type_targets"))
        {
            throw WrongType(entries["type"].Value, "type", $"{string.Join(", ", Vocabulary.Types)}, or a type of your own whose file mirror_type_targets names");
        }

        var terms = Vocabulary.Terms.Where(t => t.Scope == TermScope.Mirror).ToDictionary(t => t.Key, StringComparer.Ordinal);
        var properties = new List<KeyValuePair<string, string>>();
        var items = new List<DefinitionItem>();

        // What stands in defaults for another type is meant for the mirrors of that type.
        foreach (var (key, value) in Entries(defaults).Where(e => !entries.ContainsKey(e.Key.Value!)).Concat(entries.Values))
        {
            var isDefault = !entries.ContainsKey(key.Value!);
            if (!terms.TryGetValue(key.Value!, out var term) || (isDefault && term.Key is "name" or "type"))
            {
                throw UnknownKey(key, terms.Values.Where(t => t.IsKnownTo(type)).Select(t => t.Key));
            }

            if (!term.IsKnownTo(type))
            {
                if (!isDefault)
                {
                    throw YamlDiagnostics.KeyOfAnotherType(YamlText.PlaceOf(key.Start), key.Value!, term.Types, type);
                }
            }
            else if (term.IsItem)
            {
                items.AddRange(ReadItems(term, value));
            }
            else
            {
                properties.Add(new(term.Name, term.Kind == TermKind.List ? string.Join(';', Texts(value, term.Key, term.IsPath)) : Scalar(value, term)));
            }
        }

        return new MirrorDefinition(name, properties, items);

        string Require(string key) => entries.TryGetValue(key, out var entry)
            ? Text(entry.Value, key)
            : throw YamlDiagnostics.KeyMissing(YamlText.PlaceOf(node.Start), key);
    }

    private List<DefinitionItem> ReadItems(Term term, YamlNode value)
    {
        switch (value)
        {
            case YamlSequenceNode list:
                return [.. list.Select(node => ReadItem(term, node))];
            case YamlMappingNode values when term.Name == "Variable":
                return [.. Entries(values).Select(e => new DefinitionItem(term.Name, e.Key.Value!, [new("Value", Text(e.Value, e.Key.Value!))]))];
            case YamlScalarNode:
                return [ReadItem(term, value)];
            default:
                throw WrongType(value, term.Key, "a list");
        }
    }

    private DefinitionItem ReadItem(Term term, YamlNode node)
    {
        Count(node);
        if (node is not YamlMappingNode mapping)
        {
            return new DefinitionItem(term.Name, term.IsPath ? PathText(node, term.Key) : Text(node, term.Key));
        }

        string? name = null;
        var metadata = new List<KeyValuePair<string, string>>();
        foreach (var (key, value) in Entries(mapping))
        {
            if (key.Value == "name")
            {
                name = term.IsPath ? PathText(value, term.Key) : Text(value, "name");
            }
            else if (term.Metadata.FirstOrDefault(m => Term.Snake(m) == key.Value) is { } known)
            {
                metadata.Add(new(known, term.ListMetadata.Contains(known) ? string.Join(';', Texts(value, key.Value!)) : Text(value, key.Value!)));
            }
            else
            {
                throw UnknownKey(key, ["name", .. term.Metadata.Select(Term.Snake)]);
            }
        }

        return new DefinitionItem(
            term.Name,
            name ?? throw YamlDiagnostics.NameMissing(YamlText.PlaceOf(node.Start), term.Key),
            metadata);
    }

    private IEnumerable<string> Texts(YamlNode value, string key, bool arePaths = false) =>
        (value is YamlSequenceNode list ? list : (IEnumerable<YamlNode>)[value]).Select(n => arePaths ? PathText(n, key) : Text(n, key));

    private string Scalar(YamlNode value, Term term)
    {
        var text = Text(value, term.Key);
        return term.Kind switch
        {
            TermKind.Flag when text is not ("true" or "false") => throw WrongType(value, term.Key, "true or false"),
            TermKind.Number when PropertyValue.TryNumber(text, term.Least, term.Most) is null => throw WrongType(value, term.Key, PropertyValue.NumberForm(term.Least, term.Most)),
            TermKind.Duration when PropertyValue.TryDuration(text) is null => throw WrongType(value, term.Key, PropertyValue.DurationForm),
            TermKind.Choice when !term.Choices.Contains(text, StringComparer.OrdinalIgnoreCase) => throw WrongType(value, term.Key, string.Join(", ", term.Choices.Select(c => c.ToLowerInvariant()))),
            _ => term.IsPath ? PathText(value, term.Key) : text,
        };
    }

    // With ~ and $VARIABLE as a shell has them.
    private string PathText(YamlNode node, string key)
    {
        try
        {
            return UserPath.Expand(key, Text(node, key), _variables);
        }
        catch (MirrorException exception)
        {
            throw YamlDiagnostics.PathInvalid(YamlText.PlaceOf(node.Start), exception);
        }
    }

    private string Text(YamlNode node, string key)
    {
        Count(node);
        return node is YamlScalarNode { Value: { Length: > 0 } value } scalar && !(scalar.Style == ScalarStyle.Plain && value is "null" or "~")
            ? value.Any(c => char.IsControl(c) && c != '\t') ? throw WrongType(node, key, "one line without control characters") : value
            : throw WrongType(node, key, "a text");
    }

    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries(YamlMappingNode mapping)
    {
        foreach (var (key, value) in mapping)
        {
            Count(value);
            yield return (key as YamlScalarNode ?? throw WrongType(key, "a key", "a word"), value);
        }
    }

    private void Count(YamlNode node)
    {
        if (++_nodes > MaxNodes)
        {
            throw YamlDiagnostics.TooManyValues(YamlText.PlaceOf(node.Start), MaxNodes);
        }
    }

    private static YamlDefinitionException UnknownKey(YamlScalarNode key, IEnumerable<string> known) =>
        YamlDiagnostics.KeyUnknown(YamlText.PlaceOf(key.Start), key.Value!, NearestWord.Find(key.Value!, known));

    private static YamlDefinitionException WrongType(YamlNode node, string key, string possible) =>
        YamlDiagnostics.WrongType(YamlText.PlaceOf(node.Start), key, (node as YamlScalarNode)?.Value, possible);
}
