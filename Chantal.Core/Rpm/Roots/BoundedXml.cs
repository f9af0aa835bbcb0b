using System.Globalization;
using System.Text;
using System.Xml;
using Chantal.Content;

namespace Chantal.Rpm.Roots;

/// <summary>
/// Reads hostile XML forwards, element by element: no DTD, no entity beyond the five, nothing fetched, and a limit for the
/// document, for each of its nodes and for its depth, so that memory stays small whatever comes.
/// </summary>
internal sealed class BoundedXml : IDisposable
{
    private const int MaxDepth = 32;
    private const int MaxText = 64 << 10;

    private readonly MeteredStream _content;
    private readonly XmlReader _reader;

    /// <param name="content">The document; left open.</param>
    /// <param name="maxBytes">Most bytes of it.</param>
    /// <param name="ignoresDtd">Whether a DTD is passed over, as lists of groups name one; what it declares stays unknown.</param>
    public BoundedXml(Stream content, long maxBytes, bool ignoresDtd = false)
    {
        _content = new MeteredStream(content, maxBytes);
        _reader = XmlReader.Create(_content, new XmlReaderSettings
        {
            DtdProcessing = ignoresDtd ? DtdProcessing.Ignore : DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        });
    }

    /// <summary>Name of the element, without its namespace: repositories are about that have none.</summary>
    public string Name => _reader.LocalName;

    /// <summary>An attribute of the element, or null.</summary>
    public string? Attribute(string name) => _reader.GetAttribute(name);

    /// <summary>
    /// Goes through the elements directly below the present one, and ends behind it. Before the first element, the document
    /// itself is the present one. What the caller leaves unread of an element is skipped.
    /// </summary>
    /// <exception cref="XmlException">The document is malformed or beyond a limit.</exception>
    public IEnumerable<string> Children()
    {
        var (depth, isDocument) = (_reader.Depth, _reader.ReadState == ReadState.Initial);
        if (_reader.IsEmptyElement && !isDocument)
        {
            yield break;
        }

        var childDepth = isDocument ? 0 : depth + 1;
        while (Next() && _reader.Depth >= childDepth)
        {
            if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == childDepth)
            {
                yield return _reader.LocalName;
            }
        }
    }

    /// <summary>The text of the present element, trimmed; ends behind it.</summary>
    /// <exception cref="XmlException">It holds other elements, or is beyond a limit.</exception>
    public string Text()
    {
        if (_reader.IsEmptyElement)
        {
            return "";
        }

        var name = Name;
        var text = new StringBuilder();
        while (Next() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element)
            {
                throw new XmlException($"the {name} has an element '{_reader.LocalName}' where text should be");
            }

            // CDATA comes in any number of nodes.
            if (text.Append(_reader.Value).Length > MaxText)
            {
                throw new XmlException($"the {name} is longer than {MaxText} characters");
            }
        }

        return text.ToString().Trim();
    }

    /// <summary>The text of the present element as a whole number that is not negative.</summary>
    /// <exception cref="XmlException">It is not one.</exception>
    public long Number()
    {
        var (name, text) = (Name, Text());
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new XmlException($"the {name} '{text}' is not a number");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _content.Dispose();
    }

    private bool Next()
    {
        _content.BeginNode();
        return _reader.Read() && (_reader.Depth <= MaxDepth ? true : throw new XmlException($"elements are nested more than {MaxDepth} deep"));
    }

    /// <summary>A stream that ends with an exception instead of filling the memory with one node.</summary>
    private sealed class MeteredStream(Stream inner, long maxBytes) : ForwardStream
    {
        // The reader asks for a few kilobytes ahead of the node.
        private const int MaxNode = 1 << 20;

        private long _total;
        private long _nodeStart;

        public void BeginNode() => _nodeStart = _total;

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _total += read;
            if (_total > maxBytes)
            {
                throw new XmlException($"it is longer than {maxBytes} bytes");
            }

            return _total - _nodeStart <= MaxNode ? read : throw new XmlException($"a part of it is longer than {MaxNode} bytes");
        }
    }
}
