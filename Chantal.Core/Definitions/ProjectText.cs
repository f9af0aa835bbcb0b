using System.Text;
using System.Xml;

namespace Chantal.Definitions;

/// <summary>Writes a definition as a project. Whatever a value is, MSBuild takes it as text: nothing in it is evaluated or searched for.</summary>
internal static class ProjectText
{
    // What means something to MSBuild in a value or an item: $( @( %( ; and the wildcards.
    private const string Special = "%$@;*?";

    /// <summary>A project as people write one.</summary>
    public static string Write(MirrorDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Write(xml =>
        {
            xml.WriteStartElement("Project");
            xml.WriteAttributeString("Sdk", "Chantal.Sdk");
            WriteProperties(xml, definition.Properties.Where(p => p.Key != "MirrorName"));
            WriteItems(xml, definition.Items, Readable);
            xml.WriteEndElement();
        });
    }

    /// <summary>A project that stands in for a definition in another file, wherever the SDK and the project lie.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="source">The file that it comes from: the place of diagnostics, and where relative paths start.</param>
    /// <param name="sdkRoot">The SDK's root directory.</param>
    /// <param name="tasksAssembly">The tasks' assembly.</param>
    /// <param name="properties">More properties of the definition, such as the store's.</param>
    public static string WriteStandIn(MirrorDefinition definition, string source, string sdkRoot, string tasksAssembly, IEnumerable<KeyValuePair<string, string>> properties)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Write(xml =>
        {
            xml.WriteStartElement("Project");
            xml.WriteComment(" Made from a YAML file; changes are lost. ");
            WriteProperties(xml, [new("ImportDirectoryBuildProps", "false"), new("ImportDirectoryBuildTargets", "false")]);

            // Everything else counts behind Sdk.props, which takes away what the environment says.
            Import(xml, Path.Combine(sdkRoot, "Sdk", "Sdk.props"));
            WriteProperties(xml, [new("_DefinitionFile", source), new("ChantalTasksAssembly", tasksAssembly), .. properties, .. definition.Properties]);
            WriteItems(xml, definition.Items, Escape);
            Import(xml, Path.Combine(sdkRoot, "Sdk", "Sdk.targets"));
            xml.WriteEndElement();
        });
    }

    /// <summary>Escapes what MSBuild would evaluate, with the hexadecimal digits that it reads back.</summary>
    public static string Escape(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return string.Concat(value.Select(c => Special.Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : c.ToString()));
    }

    // People write patterns as they are: Chantal reads them again.
    private static string Readable(string value) => string.Concat(value.Select(c => c is '%' or '@' or ';' || (c == '$' && value.Contains("$(", StringComparison.Ordinal)) ? $"%{(int)c:X2}" : c.ToString()));

    private static void WriteProperties(XmlWriter xml, IEnumerable<KeyValuePair<string, string>> properties)
    {
        xml.WriteStartElement("PropertyGroup");
        foreach (var (name, value) in properties)
        {
            // A list's separators stay what they are.
            xml.WriteElementString(name, string.Join(';', value.Split(';').Select(Escape)).Replace("%2A", "*", StringComparison.Ordinal).Replace("%3F", "?", StringComparison.Ordinal));
        }

        xml.WriteEndElement();
    }

    private static void WriteItems(XmlWriter xml, IReadOnlyList<DefinitionItem> items, Func<string, string> escape)
    {
        if (items.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("ItemGroup");
        foreach (var item in items)
        {
            xml.WriteStartElement(item.Name);
            xml.WriteAttributeString("Include", escape(item.Value));
            foreach (var (name, value) in item.Metadata)
            {
                xml.WriteAttributeString(name, Escape(value));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Import(XmlWriter xml, string project)
    {
        xml.WriteStartElement("Import");
        xml.WriteAttributeString("Project", Escape(project));
        xml.WriteEndElement();
    }

    private static string Write(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            write(xml);
        }

        return text.Append('\n').ToString();
    }
}
