using System.Text;
using System.Xml;

namespace Chantal.Definitions;

/// <summary>Writes the vocabulary as the SDK's own files: what the environment may say, defaults, and the item by which tasks get a definition.</summary>
internal static class SdkVocabulary
{
    private const string Generated = " Generated from Chantal.Core/Definitions/Vocabulary.cs: run Chantal.Core.Tests with CHANTAL_WRITE_SCHEMAS=1. ";

    // What one build of the SDK hands to another as global properties, and nobody else says.
    private static readonly string[] HandedOver =
        ["ChantalTasksAssembly", "_DefinitionFile", "_Distrust", "_GivenWords", "_IsSecondLook", "_MirrorsDirectory", "_Patience", "_SyncAttempt"];

    /// <summary>
    /// The text of <c>Vocabulary.props</c>, which comes before everything else. MSBuild takes every environment variable for a property, whatever
    /// its case; here each word loses what an agent's <c>PROXY</c> or <c>MIRROR</c> happened to give, and keeps what the command line gave.
    /// </summary>
    public static string Props() => Write(xml =>
    {
        xml.WriteComment(" The environment is not a definition: of its variables only those count that start with CHANTAL_. What the command line says stays. ");
        xml.WriteStartElement("PropertyGroup");
        foreach (var term in Properties)
        {
            xml.WriteElementString(term.Name, $"$({term.Variable})");
        }

        xml.WriteEndElement();
        xml.WriteComment(" What builds hand to one another has no variable at all. ");
        xml.WriteStartElement("PropertyGroup");
        foreach (var name in HandedOver)
        {
            xml.WriteElementString(name, "");
        }

        xml.WriteEndElement();
    });

    /// <summary>The text of <c>Vocabulary.targets</c>, which comes behind the definition.</summary>
    public static string Targets() => Write(xml =>
    {
        xml.WriteComment(" The types that come with Chantal. ");
        xml.WriteStartElement("PropertyGroup");
        xml.WriteElementString("_RepositoryTypes", $";{string.Join(';', Vocabulary.Types)};");
        xml.WriteEndElement();
        xml.WriteComment(" What a YAML file does not change: words of the store that somebody said elsewhere. ");
        xml.WriteStartElement("PropertyGroup");
        foreach (var term in Properties.Where(t => t.Scope == TermScope.Store))
        {
            xml.WriteStartElement("_GivenWords");
            xml.WriteAttributeString("Condition", $"'$({term.Name})' != ''");
            xml.WriteString($"$(_GivenWords){term.Name};");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteComment(" What counts where nobody said anything. ");
        xml.WriteStartElement("PropertyGroup");
        foreach (var term in Properties.Where(t => t.Default is not null))
        {
            xml.WriteStartElement(term.Name);
            xml.WriteAttributeString("Condition", $"'$({term.Name})' == ''");
            xml.WriteString(term.Default);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteComment(" The properties as tasks take them: one item with one metadatum each. ");
        WriteItems(xml, "_DescribeDefinition", () =>
        {
            xml.WriteStartElement("_Definition");
            xml.WriteAttributeString("Include", "definition");
            foreach (var term in Properties)
            {
                xml.WriteElementString(term.Name, $"$({term.Name})");
            }

            xml.WriteEndElement();
        });
        xml.WriteComment(" The items in one list, in which each says its word. ");
        WriteItems(xml, "_DescribeItems", () =>
        {
            foreach (var term in Vocabulary.Terms.Where(t => t.IsItem && t.Scope != TermScope.Estate))
            {
                xml.WriteStartElement("_WrittenItem");
                xml.WriteAttributeString("Include", $"@({term.Name})");
                xml.WriteAttributeString("Word", term.Name);
                xml.WriteEndElement();
            }
        });
    });

    private static IEnumerable<Term> Properties => Vocabulary.Terms.Where(t => t.IsProperty);

    private static void WriteItems(XmlWriter xml, string target, Action write)
    {
        xml.WriteStartElement("Target");
        xml.WriteAttributeString("Name", target);
        xml.WriteStartElement("ItemGroup");
        write();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static string Write(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("Project");
            xml.WriteComment(Generated);
            write(xml);
            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }
}
