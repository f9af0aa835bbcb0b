using Chantal.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Chantal.Content;

/// <summary>
/// Reads the scalars of a YAML document with the keys that lead to them, as text: no types are guessed, no alias is
/// followed, nothing is built.
/// </summary>
internal static class YamlScalars
{
    private const int MaxDepth = 32;

    /// <summary>Each scalar with its path, such as <c>data/artifacts/rpms/-</c>, where <c>-</c> stands for an element of a list.</summary>
    /// <param name="document">One document.</param>
    /// <exception cref="YamlException">It is malformed.</exception>
    public static IEnumerable<(string Path, string Value)> Read(string document)
    {
        using var text = new StringReader(document);
        var parser = new YamlEvents(text);
        var open = new Stack<Node>();
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case MappingStart or SequenceStart when open.Count == MaxDepth:
                    throw new YamlException(parser.Current.Start, parser.Current.End, "It is nested too deep.");
                case MappingStart:
                    open.Push(new Node(PathOf(open), IsMapping: true));
                    break;
                case SequenceStart:
                    open.Push(new Node(PathOf(open), IsMapping: false));
                    break;
                case MappingEnd or SequenceEnd:
                    open.Pop();
                    break;
                case Scalar scalar when open.TryPeek(out var node) && node.IsMapping && node.Key is null:
                    node.Key = scalar.Value;
                    continue;
                case Scalar scalar:
                    yield return (PathOf(open), scalar.Value);
                    break;
                case AnchorAlias:
                    break;
                default:
                    continue;
            }

            // Whatever was read stood for a value: the next scalar of the mapping is a key.
            if (parser.Current is not (MappingStart or SequenceStart) && open.TryPeek(out var parent))
            {
                parent.Key = null;
            }
        }
    }

    private static string PathOf(Stack<Node> open) =>
        !open.TryPeek(out var node) ? ""
        : (node.Path.Length == 0 ? "" : node.Path + "/") + (node.IsMapping ? node.Key : "-");

    private sealed record Node(string Path, bool IsMapping)
    {
        public string? Key { get; set; }
    }
}
