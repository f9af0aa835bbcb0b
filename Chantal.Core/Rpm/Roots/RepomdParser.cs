using System.Xml;
using System.Xml.Linq;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>Reads <c>repomd.xml</c>, as createrepo_c writes it and librepo reads it.</summary>
internal static class RepomdParser
{
    private const long MaxCharacters = 16L << 20;
    private const int MaxFiles = 1000;

    /// <summary>Reads the file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.RepomdMalformed"/>.</exception>
    public static Repomd Parse(ReadOnlyMemory<byte> content, string name)
    {
        XElement root;
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            using var reader = SafeXml.Read(stream, MaxCharacters);
            root = XDocument.Load(reader).Root!;
        }
        catch (XmlException exception)
        {
            throw RootDiagnostics.RepomdMalformed(name, exception.Message, exception);
        }

        if (root.Name.LocalName != "repomd")
        {
            throw RootDiagnostics.RepomdMalformed(name, $"its root is '{root.Name.LocalName}', not 'repomd'");
        }

        var data = root.Elements().Where(e => e.Name.LocalName == "data").Select(e => ReadData(e, name)).ToList();
        if (data.Count(d => d.Type == "primary") > 1)
        {
            throw RootDiagnostics.RepomdMalformed(name, "it lists 'primary' twice, and clients may read either");
        }

        return data.Count <= MaxFiles
            ? new Repomd { Revision = Child(root, "revision")?.Value.Trim(), Tags = TagsOf(root), Data = data }
            : throw RootDiagnostics.RepomdMalformed(name, $"it lists more than {MaxFiles} files");
    }

    private static IReadOnlyList<RepomdTag> TagsOf(XElement root) =>
        [.. (Child(root, "tags")?.Elements() ?? []).Where(t => t.Name.LocalName is "content" or "repo" or "distro")
            .Select(t => new RepomdTag(t.Name.LocalName, t.Attribute("cpeid")?.Value, t.Value.Trim()))];

    private static RepomdData ReadData(XElement element, string name)
    {
        var type = element.Attribute("type")?.Value ?? "";
        var location = Child(element, "location");
        var href = location?.Attribute("href")?.Value;
        return string.IsNullOrEmpty(href)
            ? throw RootDiagnostics.RepomdMalformed(name, $"its '{type}' does not have a location")
            : new RepomdData
            {
                Type = type,
                Location = href,
                Base = location!.Attribute(XNamespace.Xml + "base")?.Value,
                Checksum = ChecksumOf(element, "checksum", name),
                OpenChecksum = ChecksumOf(element, "open-checksum", name),
                HeaderChecksum = ChecksumOf(element, "header-checksum", name),
                HeaderSize = NumberOf(element, "header-size", name),
                Size = NumberOf(element, "size", name),
                OpenSize = NumberOf(element, "open-size", name),
                Timestamp = Child(element, "timestamp")?.Value.Trim(),
            };
    }

    private static Checksum? ChecksumOf(XElement data, string child, string name) => Child(data, child) switch
    {
        null => null,
        { } element => RpmChecksum.TryRead(element.Attribute("type")?.Value, element.Value)
            ?? throw RootDiagnostics.RepomdMalformed(name, $"a {child} of type '{element.Attribute("type")?.Value}' is '{element.Value.Trim()}'"),
    };

    private static long? NumberOf(XElement data, string child, string name) => Child(data, child) switch
    {
        null => null,
        { } element => long.TryParse(element.Value.Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RootDiagnostics.RepomdMalformed(name, $"a {child} is '{element.Value.Trim()}'"),
    };

    // Namespaces are left aside: repositories are about that have none.
    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name);
}
