using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Chantal.Diagnostics;
using Chantal.Formats;
using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>A state of <c>repomd.xml</c> that a metalink vouches for.</summary>
/// <param name="Size">Bytes, or null.</param>
/// <param name="Checksums">Its checksums.</param>
internal sealed record RepomdVersion(long? Size, IReadOnlyList<Checksum> Checksums)
{
    /// <summary>Whether the content is that state: its size and its strongest checksum say so.</summary>
    public bool Fits(ReadOnlySpan<byte> content)
    {
        var strongest = Checksums.Where(c => c.Kind is HashKind.Sha256 or HashKind.Sha384 or HashKind.Sha512).OrderByDescending(c => c.Kind).Cast<Checksum?>().FirstOrDefault();
        if (strongest is not { } checksum || (Size is { } size && size != content.Length))
        {
            return false;
        }

        using var running = new RunningChecksum(checksum.Kind);
        running.Append(content);
        return running.Finish() == checksum;
    }
}

/// <summary>
/// A metalink (Metalink 3.0, with the <c>mm0</c> extensions of Fedora's MirrorManager): which states of <c>repomd.xml</c> count,
/// and the mirrors that may have them.
/// </summary>
/// <param name="Current">The present state.</param>
/// <param name="Alternates">Earlier states that mirrors out of step may still have.</param>
/// <param name="Bases">URLs of the repository at its mirrors, the preferred one first.</param>
internal sealed record MetaLink(RepomdVersion Current, IReadOnlyList<RepomdVersion> Alternates, IReadOnlyList<string> Bases)
{
    private const long MaxCharacters = 4L << 20;
    private const int MaxBases = 32;
    private const string Repomd = "repodata/repomd.xml";

    /// <summary>Whether the content is the present state.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> repomd) => Current.Fits(repomd);

    /// <summary>The state that the content is; null if the metalink vouches for no such one.</summary>
    public RepomdVersion? Accepts(ReadOnlySpan<byte> repomd)
    {
        foreach (var version in Alternates.Prepend(Current))
        {
            if (version.Fits(repomd))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>Reads a metalink.</summary>
    /// <param name="content">The document.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.MetaLinkMalformed"/>.</exception>
    public static MetaLink Parse(ReadOnlyMemory<byte> content, string name)
    {
        XElement? file;
        try
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            using var reader = SafeXml.Read(stream, MaxCharacters);
            file = XDocument.Load(reader).Descendants().FirstOrDefault(e => e.Name.LocalName == "file" && e.Attribute("name")?.Value == "repomd.xml");
        }
        catch (XmlException exception)
        {
            throw Malformed(name, exception.Message, exception);
        }

        if (file is null)
        {
            throw Malformed(name, "it says nothing of repomd.xml", null);
        }

        var current = Version(file);
        return current.Checksums.Any(c => c.Kind is HashKind.Sha256 or HashKind.Sha384 or HashKind.Sha512)
            ? new MetaLink(current, [.. file.Elements().Where(e => e.Name.LocalName == "alternates").Elements().Select(Version)], BasesOf(file))
            : throw Malformed(name, "it states no SHA-256 or SHA-512 of repomd.xml", null);
    }

    private static RepomdVersion Version(XElement element) => new(
        long.TryParse(Child(element, "size")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
        [.. (Child(element, "verification")?.Elements() ?? [])
            .Where(e => e.Name.LocalName == "hash")
            .Select(e => RepomdParser.ReadChecksum(e.Attribute("type")?.Value, e.Value))
            .OfType<Checksum>()]);

    // At equal preference a connection that proves who answers goes first.
    private static string[] BasesOf(XElement file) =>
        [.. (Child(file, "resources")?.Elements() ?? [])
            .Where(e => e.Name.LocalName == "url")
            .Select(e => (Url: e.Value.Trim(), Preference: int.TryParse(e.Attribute("preference")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? p : 0))
            .Where(u => IsHttp(u.Url) && u.Url.EndsWith(Repomd, StringComparison.Ordinal))
            .OrderByDescending(u => u.Preference)
            .ThenByDescending(u => u.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            .Select(u => u.Url[..^Repomd.Length])
            .Distinct()
            .Take(MaxBases)];

    private static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Query: "", Fragment: "" };

    private static XElement? Child(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static MirrorException Malformed(string name, string why, Exception? inner) =>
        new(DiagnosticCodes.MetaLinkMalformed, $"{name} cannot be used: {why}. Check the URL in MetaLink and its variables, or name an Upstream.", inner);
}
