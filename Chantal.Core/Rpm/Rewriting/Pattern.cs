using Chantal.Content;
using Chantal.Rpm.Packages;

namespace Chantal.Rpm.Rewriting;

/// <summary>A pattern or a product of SUSE's <c>patterns.xml</c> or <c>products.xml</c>, as it stands there.</summary>
/// <param name="Element">The element, byte for byte.</param>
/// <param name="Name">Its name, empty where it has none.</param>
/// <param name="Requires">What it cannot be installed without: the kind (<c>package</c>, <c>pattern</c>, <c>product</c>) and the name.</param>
internal sealed record Pattern(ReadOnlyMemory<byte> Element, string Name, IReadOnlyList<(string Kind, string Name)> Requires)
{
    /// <summary>Reads an element.</summary>
    /// <param name="element">The element; it is copied.</param>
    /// <param name="file">What errors call the list.</param>
    public static Pattern Parse(ReadOnlySpan<byte> element, string file)
    {
        try
        {
            var xml = new XmlSlice(element);
            var (name, isRequired) = ("", false);
            var requires = new List<(string, string)>();
            for (XmlToken token; (token = xml.Read()) != XmlToken.None;)
            {
                // Whatever prefix the list has for rpm's elements.
                var local = xml.Name[(xml.Name.LastIndexOf((byte)':') + 1)..];
                if (token == XmlToken.Start && xml.Depth == 2)
                {
                    isRequired = local.SequenceEqual("requires"u8);
                    if (local.SequenceEqual("name"u8) && xml.Read() == XmlToken.Text)
                    {
                        name = XmlSlice.Decode(XmlSpace.Trim(xml.Text));
                    }
                }
                else if (token == XmlToken.Start && isRequired && local.SequenceEqual("entry"u8))
                {
                    var kind = XmlSlice.Decode(xml.Attribute("kind"u8));
                    requires.Add((kind.Length == 0 ? "package" : kind, XmlSlice.Decode(xml.Attribute("name"u8))));
                }
            }

            return new Pattern(element.ToArray(), name, requires);
        }
        catch (FormatException exception)
        {
            throw RpmPackageDiagnostics.ListMalformed(file, exception.Message, exception);
        }
    }
}
