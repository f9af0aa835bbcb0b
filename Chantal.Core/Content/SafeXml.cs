using System.Xml;

namespace Chantal.Content;

/// <summary>Reads XML that comes from upstream: no DTD, no entity beyond the five, nothing fetched, nothing without an end.</summary>
internal static class SafeXml
{
    /// <summary>Opens a document.</summary>
    /// <param name="content">The document; left open.</param>
    /// <param name="maxCharacters">Most characters read.</param>
    public static XmlReader Read(Stream content, long maxCharacters) => XmlReader.Create(content, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = maxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    });
}
