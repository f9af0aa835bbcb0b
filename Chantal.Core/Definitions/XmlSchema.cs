using System.Globalization;
using System.Text;
using System.Xml;

namespace Chantal.Definitions;

/// <summary>
/// Writes the vocabulary of projects as an XML schema (XSD 1.0), for editors. A word of the vocabulary is checked wherever it stands; properties and
/// items of one's own are left alone, as MSBuild does it. The words are global elements for that: a schema of this version has no other way to say
/// "these, and any other".
/// </summary>
internal static class XmlSchema
{
    private const string Xs = "http://www.w3.org/2001/XMLSchema";

    // What MSBuild replaces can become any value.
    private const string Expression = "expression";

    private static readonly TermKind[] SharedKinds = [TermKind.Flag, TermKind.Duration, TermKind.Bytes, TermKind.Share, TermKind.Limit];

    private static readonly string[] Others = ["Import", "ImportGroup", "Target", "UsingTask", "Choose", "Sdk", "ItemDefinitionGroup", "ProjectExtensions"];

    private static readonly string[] ItemAttributes = ["Include", "Exclude", "Remove", "Update", "KeepDuplicates", "Condition", "Label"];

    /// <summary>The schema's text.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("xs", "schema", Xs);
            Element(xml, "Project", "a mirror's definition, or an estate", () => Complex(xml, () => Project(xml)));
            foreach (var term in Vocabulary.Terms)
            {
                Element(xml, term.Name, Describe(term), () => Word(xml, term));
            }

            Types(xml);
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Project(XmlWriter xml)
    {
        Choice(xml, () =>
        {
            Element(xml, "PropertyGroup", "properties: words of Chantal, and your own", () => Complex(xml, () => Any(xml, "lax")));
            Element(xml, "ItemGroup", "items: words of Chantal, and your own", () => Complex(xml, () => Any(xml, "lax")));
            foreach (var other in Others)
            {
                Element(xml, other, "as MSBuild has it", () => Complex(xml, () => Any(xml, "skip"), isMixed: true));
            }
        });
        AnyAttribute(xml);
    }

    private static void Word(XmlWriter xml, Term term)
    {
        if (term.IsItem)
        {
            Item(xml, term);
        }
        else
        {
            Property(xml, term);
        }
    }

    private static void Property(XmlWriter xml, Term term) => Complex(xml, () =>
    {
        xml.WriteStartElement("simpleContent", Xs);
        xml.WriteStartElement("extension", Xs);
        xml.WriteAttributeString("base", TypeOf(term));
        Attribute(xml, "Condition", "when this counts");
        Attribute(xml, "Label", null);
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    // A word that is a property too has its text.
    private static void Item(XmlWriter xml, Term term) => Complex(
        xml,
        () =>
        {
            if (term.Metadata.Count > 0)
            {
                Choice(xml, () => Metadata(xml, term));
            }

            foreach (var attribute in ItemAttributes.Concat(term.Metadata))
            {
                Attribute(xml, attribute, null);
            }
        },
        isMixed: term.IsAlsoProperty);

    private static void Metadata(XmlWriter xml, Term term)
    {
        foreach (var metadatum in term.Metadata)
        {
            xml.WriteStartElement("element", Xs);
            xml.WriteAttributeString("name", metadatum);
            xml.WriteEndElement();
        }
    }

    private static string TypeOf(Term term) => term.Kind switch
    {
        _ when SharedKinds.Contains(term.Kind) => Name(term.Kind),
        TermKind.Number or TermKind.Choice => $"{term.Name}Value",
        _ => "xs:string",
    };

    private static string Name(TermKind kind) => kind.ToString().ToLowerInvariant();

    private static void Types(XmlWriter xml)
    {
        Simple(xml, Expression, () => Restriction(xml, "xs:string", ("pattern", @"\s*"), ("pattern", @"[\s\S]*[$@%]\([\s\S]*")));
        foreach (var kind in SharedKinds)
        {
            var words = kind == TermKind.Flag ? ["true", "false"] : ValuePattern.Examples(kind);
            Union(xml, Name(kind), words, () => Restriction(xml, "xs:token", ("pattern", ValuePattern.Of(kind)!)));
        }

        foreach (var term in Vocabulary.Terms.Where(t => !t.IsItem))
        {
            switch (term.Kind)
            {
                case TermKind.Number:
                    Union(xml, TypeOf(term), [], () => Restriction(xml, "xs:nonNegativeInteger", ("minInclusive", Text(term.Least)), ("maxInclusive", Text(term.Most))));
                    break;
                case TermKind.Choice:
                    Union(xml, TypeOf(term), term.Choices, () => Restriction(xml, "xs:token", ("pattern", ValuePattern.AnyCase(term.Choices))));
                    break;
            }
        }
    }

    // Values that editors offer, all that can be read, and expressions.
    private static void Union(XmlWriter xml, string name, IReadOnlyList<string> offered, Action readable) => Simple(xml, name, () =>
    {
        xml.WriteStartElement("union", Xs);
        xml.WriteAttributeString("memberTypes", Expression);
        if (offered.Count > 0)
        {
            Simple(xml, null, () => Restriction(xml, "xs:token", [.. offered.Select(o => ("enumeration", o))]));
        }

        Simple(xml, null, readable);
        xml.WriteEndElement();
    });

    private static void Simple(XmlWriter xml, string? name, Action content)
    {
        xml.WriteStartElement("simpleType", Xs);
        if (name is not null)
        {
            xml.WriteAttributeString("name", name);
        }

        content();
        xml.WriteEndElement();
    }

    private static void Restriction(XmlWriter xml, string type, params ReadOnlySpan<(string Facet, string Value)> facets)
    {
        xml.WriteStartElement("restriction", Xs);
        xml.WriteAttributeString("base", type);
        foreach (var (facet, value) in facets)
        {
            xml.WriteStartElement(facet, Xs);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Describe(Term term)
    {
        var types = term.Types.Count == 0 ? "" : $" ({string.Join(", ", term.Types)})";
        return term.DefaultSentence is { } sentence ? $"{term.Description}{types}. {sentence}" : term.Description + types;
    }

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

    private static void Complex(XmlWriter xml, Action content, bool isMixed = false)
    {
        xml.WriteStartElement("complexType", Xs);
        if (isMixed)
        {
            xml.WriteAttributeString("mixed", "true");
        }

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

    private static void Any(XmlWriter xml, string processContents)
    {
        xml.WriteStartElement("sequence", Xs);
        xml.WriteStartElement("any", Xs);
        xml.WriteAttributeString("processContents", processContents);
        xml.WriteAttributeString("minOccurs", "0");
        xml.WriteAttributeString("maxOccurs", "unbounded");
        xml.WriteEndElement();
        xml.WriteEndElement();
        AnyAttribute(xml);
    }

    private static void AnyAttribute(XmlWriter xml)
    {
        xml.WriteStartElement("anyAttribute", Xs);
        xml.WriteAttributeString("processContents", "skip");
        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
