using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Chantal.Content;
using Chantal.Diagnostics;

namespace Chantal.Rpm.Roots;

/// <summary>
/// The index of a zypper service, <c>repo/repoindex.xml</c>: the repositories that clients of the service get. Attributes of its root are the values of
/// <c>%{name}</c> in those of its entries.
/// </summary>
internal sealed partial class ServiceIndex
{
    private const long MaxCharacters = 4L << 20;
    private const int MaxEntries = 5000;
    private const int MaxValue = 64 << 10;

    // They would send clients to the upstream.
    private static readonly string[] Elsewhere = ["url", "path", "gpgkey", "mirrorlist", "metalink"];

    private readonly XElement _root;
    private readonly string _name;

    private ServiceIndex(XElement root, string name)
    {
        _root = root;
        _name = name;
        Entries = [.. root.Elements().Where(e => e.Name.LocalName == "repo").Take(MaxEntries + 1).Select(Read)];
    }

    /// <summary>The repositories, in the order of the file.</summary>
    public IReadOnlyList<ServiceEntry> Entries { get; }

    /// <summary>Reads an index.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.ServiceIndexInvalid"/>.</exception>
    public static ServiceIndex Parse(ReadOnlyMemory<byte> content, string name)
    {
        XElement root;
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            using var reader = SafeXml.Read(stream, MaxCharacters);
            root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException exception)
        {
            throw RootDiagnostics.ServiceIndexInvalid(name, exception.Message, exception);
        }

        if (root.Name.LocalName != "repoindex")
        {
            throw RootDiagnostics.ServiceIndexInvalid(name, $"its root is '{root.Name.LocalName}', not 'repoindex'");
        }

        var index = new ServiceIndex(root, name);
        return index.Entries.Count > MaxEntries ? throw RootDiagnostics.ServiceIndexInvalid(name, $"it names more than {MaxEntries} repositories")
            : index.Entries.GroupBy(e => e.Alias, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice ? throw RootDiagnostics.ServiceIndexInvalid(name, $"it names the repository '{twice.Key}' twice")
            : index;
    }

    /// <summary>The file without tokens, user names and passwords; the file itself if it has none.</summary>
    /// <param name="content">The file.</param>
    public byte[] WithoutSecrets(ReadOnlyMemory<byte> content)
    {
        var root = new XElement(_root);
        var hidden = false;
        foreach (var attribute in root.DescendantsAndSelf().Attributes())
        {
            attribute.Value = Shown(attribute.Value);
        }

        foreach (var comment in root.DescendantNodes().OfType<XComment>())
        {
            comment.Value = Shown(comment.Value);
        }

        return hidden ? Write(root) : content.ToArray();

        string Shown(string value)
        {
            var shown = Hide(value);
            hidden |= shown != value;
            return shown;
        }
    }

    /// <summary>The index with other repositories: those that have a path, at that path.</summary>
    /// <param name="pathOf">The path of an entry below the <c>repo</c> of the service; null: it is left out.</param>
    public byte[] With(Func<ServiceEntry, string?> pathOf)
    {
        var root = new XElement(_root.Name, _root.Attributes().Select(a => new XAttribute(a.Name, Hide(a.Value))));
        foreach (var entry in Entries)
        {
            if (pathOf(entry) is { } path)
            {
                var values = VariablesOf(entry.Element);
                var kept = entry.Element.Attributes().Where(a => !Elsewhere.Contains(a.Name.LocalName)).Select(a => new XAttribute(a.Name, Hide(Replace(a.Value, values))));
                root.Add("\n", new XElement(entry.Element.Name, kept, new XAttribute("path", path)));
            }
        }

        root.Add("\n");
        return Write(root);
    }

    private static byte[] Write(XElement root) => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root.ToString(SaveOptions.DisableFormatting)}\n");

    // A query may be a token, and a URL may be put together from several values.
    private static string Hide(string value)
    {
        var query = value.IndexOf('?', StringComparison.Ordinal);
        return Credentials.Hide(query == 0 || (query > 0 && value[..query].Contains('/', StringComparison.Ordinal)) ? value[..query] : value);
    }

    private ServiceEntry Read(XElement element)
    {
        var values = VariablesOf(element);
        var alias = values.GetValueOrDefault("alias", "");
        return alias.Length > 0
            ? new ServiceEntry(element, alias, Replace(element.Attribute("url")?.Value ?? "", values), Replace(element.Attribute("path")?.Value ?? "", values))
            : throw RootDiagnostics.ServiceIndexInvalid(_name, "one of its repositories does not have an alias");
    }

    // Each knows those before it: the root's attributes, then the entry's alias and URL.
    private Dictionary<string, string> VariablesOf(XElement element)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in _root.Attributes().Concat(new[] { element.Attribute("alias"), element.Attribute("url") }.OfType<XAttribute>()))
        {
            values[attribute.Name.LocalName] = Replace(attribute.Value, values);
        }

        return values;
    }

    private string Replace(string value, Dictionary<string, string> values)
    {
        var replaced = Variable().Replace(value, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));
        return replaced.Length <= MaxValue ? replaced : throw RootDiagnostics.ServiceIndexInvalid(_name, "one of its values is too long");
    }

    [GeneratedRegex(@"%\{([^}]*)\}")]
    private static partial Regex Variable();
}
