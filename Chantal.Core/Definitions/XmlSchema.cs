using System.Text;
using System.Xml;

namespace Chantal.Definitions;

/// <summary>Writes the vocabulary of projects as an XML schema (XSD 1.0), for editors that complete what it lists.</summary>
internal static class XmlSchema
{
    private const string Xs = "http://www.w3.org/2001/XMLSchema";

    /// <summary>The schema's text.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("xs", "schema", Xs);
            Element(xml, "Project", "a mirror's definition, or an estate", () => Complex(xml, () =>
            {
                Choice(xml, () =>
                {
                    Element(xml, "PropertyGroup", "properties", () => Group(xml, Vocabulary.Terms.Where(t => t.IsProperty), Property));
                    Element(xml, "ItemGroup", "items", () => Group(xml, Vocabulary.Terms.Where(t => t.IsItem), Item));
                    foreach (var other in (string[])["Import", "Target", "UsingTask", "Choose"])
                    {
                        Element(xml, other, "as MSBuild has it", () => Complex(xml, () =>
                        {
                            xml.WriteStartElement("sequence", Xs);
                            xml.WriteStartElement("any", Xs);
                            xml.WriteAttributeString("processContents", "skip");
                            xml.WriteAttributeString("minOccurs", "0");
                            xml.WriteAttributeString("maxOccurs", "unbounded");
                            xml.WriteEndElement();
                            xml.WriteEndElement();
                            AnyAttribute(xml);
                        }));
                    }
                });
                AnyAttribute(xml);
            }));
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Group(XmlWriter xml, IEnumerable<Term> terms, Action<XmlWriter, Term> write) => Complex(xml, () =>
    {
        Choice(xml, () =>
        {
            foreach (var term in terms)
            {
                write(xml, term);
            }
        });
        AnyAttribute(xml);
    });

    private static void Property(XmlWriter xml, Term term) => Element(xml, term.Name, Describe(term), () => Complex(xml, () =>
    {
        xml.WriteStartElement("simpleContent", Xs);
        xml.WriteStartElement("extension", Xs);
        xml.WriteAttributeString("base", "xs:string");
        Attribute(xml, "Condition", "when this counts");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }));

    private static void Item(XmlWriter xml, Term term) => Element(xml, term.Name, Describe(term), () => Complex(xml, () =>
    {
        foreach (var attribute in (string[])["Include", "Exclude", "Remove", "Condition", .. term.Metadata])
        {
            Attribute(xml, attribute, null);
        }
    }));

    private static string Describe(Term term) => term.Types.Count == 0 ? term.Description : $"{term.Description} ({string.Join(", ", term.Types)})";

    private static void Element(XmlWriter xml, string name, string description, Action content)
    {
        xml.WriteStartElement("element", Xs);
        xml.WriteAttributeString("name", name);
        Annotate(xml, description);
        content();
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string? description)
    {
        xml.WriteStartElement("attribute", Xs);
        xml.WriteAttributeString("name", name);
        if (description is not null)
        {
            Annotate(xml, description);
        }

        xml.WriteEndElement();
    }

    private static void Annotate(XmlWriter xml, string description)
    {
        xml.WriteStartElement("annotation", Xs);
        xml.WriteElementString("documentation", Xs, description);
        xml.WriteEndElement();
    }

    private static void Complex(XmlWriter xml, Action content)
    {
        xml.WriteStartElement("complexType", Xs);
        content();
        xml.WriteEndElement();
    }

    private static void Choice(XmlWriter xml, Action content)
    {
        xml.WriteStartElement("choice", Xs);
        xml.WriteAttributeString("minOccurs", "0");
        xml.WriteAttributeString("maxOccurs", "unbounded");
        content();
        xml.WriteEndElement();
    }

    private static void AnyAttribute(XmlWriter xml)
    {
        xml.WriteStartElement("anyAttribute", Xs);
        xml.WriteAttributeString("processContents", "skip");
        xml.WriteEndElement();
    }
}
