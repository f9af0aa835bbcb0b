using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Chantal.Text;

/// <summary>The events of a YAML text. Whatever the parser stumbles over is a fault of the text, since it may have been written to make it stumble.</summary>
/// <param name="text">The text.</param>
internal sealed class YamlEvents(TextReader text)
{
    private readonly Parser _parser = new(text);

    /// <summary>The event that was read last.</summary>
    public ParsingEvent Current => _parser.Current!;

    /// <summary>Reads the next event.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="YamlException">The text is malformed.</exception>
    [SuppressMessage("Design", "CA1031", Justification = "The parser has faults of its own, and a text that meets one is not YAML that can be read.")]
    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is not YamlException)
        {
            var at = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(at, at, "It cannot be read.", exception);
        }
    }
}
