using System.Globalization;
using System.Xml;
using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>Writes a <c>repomd.xml</c>; equal contents are equal bytes.</summary>
internal static class RepomdWriter
{
    private const string Namespace = "http://linux.duke.edu/metadata/repo";

    /// <summary>The file.</summary>
    public static byte[] Write(Repomd repomd)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, Encoding = new System.Text.UTF8Encoding(false), NewLineChars = "\n" }))
        {
            xml.WriteStartElement("repomd", Namespace);
            xml.WriteAttributeString("xmlns", "rpm", null, "http://linux.duke.edu/metadata/rpm");
            WriteText(xml, "revision", repomd.Revision);
            WriteTags(xml, repomd.Tags);
            foreach (var data in repomd.Data)
            {
                Write(xml, data);
            }

            xml.WriteEndElement();
        }

        output.WriteByte((byte)'\n');
        return output.ToArray();
    }

    private static void WriteTags(XmlWriter xml, IReadOnlyList<RepomdTag> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }

        xml.WriteStartElement("tags", Namespace);
        foreach (var tag in tags)
        {
            xml.WriteStartElement(tag.Kind, Namespace);
            if (tag.CpeId is not null)
            {
                xml.WriteAttributeString("cpeid", tag.CpeId);
            }

            xml.WriteString(tag.Text);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, RepomdData data)
    {
        xml.WriteStartElement("data", Namespace);
        xml.WriteAttributeString("type", data.Type);
        WriteChecksum(xml, "checksum", data.Checksum);
        WriteChecksum(xml, "open-checksum", data.OpenChecksum);
        xml.WriteStartElement("location", Namespace);
        xml.WriteAttributeString("href", data.Location);
        xml.WriteEndElement();
        WriteText(xml, "timestamp", data.Timestamp);
        WriteText(xml, "size", data.Size?.ToString(CultureInfo.InvariantCulture));
        WriteText(xml, "open-size", data.OpenSize?.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void WriteChecksum(XmlWriter xml, string name, Checksum? checksum)
    {
        if (checksum is { } value)
        {
            xml.WriteStartElement(name, Namespace);
            xml.WriteAttributeString("type", value.Kind.ToString().ToLowerInvariant());
            xml.WriteString(value.Hex);
            xml.WriteEndElement();
        }
    }

    private static void WriteText(XmlWriter xml, string name, string? text)
    {
        if (text is not null)
        {
            xml.WriteElementString(name, Namespace, text);
        }
    }
}
