using Chantal.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Chantal.Definitions.Yaml;

/// <summary>Looks at a text before nodes are made of it, which nest as deep as it does: what is too deep, has tags, names a key twice or an anchor that is not there is refused.</summary>
internal sealed class YamlShape
{
    private readonly Stack<Collection> _open = new();
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    /// <summary>Looks at a whole text.</summary>
    /// <exception cref="YamlDefinitionException">It does not have the shape of a definition.</exception>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static void Check(string text)
    {
        var shape = new YamlShape();
        var events = new YamlEvents(new StringReader(text));
        while (events.MoveNext())
        {
            shape.Take(events.Current);
        }
    }

    private void Take(ParsingEvent current)
    {
        var place = YamlText.PlaceOf(current.Start);
        if (current is NodeEvent or AnchorAlias)
        {
            TakeKey(current as Scalar, place);
        }

        if (current is NodeEvent node)
        {
            TakeMarks(node, place);
        }

        switch (current)
        {
            case AnchorAlias alias when !_anchors.Contains(alias.Value.Value):
                throw YamlDiagnostics.Malformed(place, $"'*{alias.Value}' stands for what has the anchor '&{alias.Value}', and nothing before it has; a value that begins with '*' has to be in quotes");
            case MappingStart or SequenceStart when _open.Count == YamlText.MaxDepth:
                throw YamlDiagnostics.TooDeep(place, YamlText.MaxDepth);
            case MappingStart:
                _open.Push(new Collection([]));
                break;
            case SequenceStart:
                _open.Push(new Collection(null));
                break;
            case MappingEnd or SequenceEnd:
                _ = _open.Pop();
                break;
            default:
                break;
        }
    }

    private void TakeMarks(NodeEvent node, YamlPlace place)
    {
        if (!node.Tag.IsEmpty)
        {
            throw YamlDiagnostics.Malformed(place, $"the tag '{node.Tag}' is not supported");
        }

        if (!node.Anchor.IsEmpty)
        {
            _ = _anchors.Add(node.Anchor.Value);
        }
    }

    private void TakeKey(Scalar? scalar, YamlPlace place)
    {
        if (_open.TryPeek(out var parent) && parent.IsKeyNext() && scalar is not null && !parent.Keys!.Add(scalar.Value))
        {
            throw YamlDiagnostics.Malformed(place, $"the key '{scalar.Value}' stands there twice");
        }
    }

    // Keys and values alternate in a mapping; a list has no keys.
    private sealed record Collection(HashSet<string>? Keys)
    {
        private bool _hasKey;

        public bool IsKeyNext() => Keys is not null && (_hasKey = !_hasKey);
    }
}
