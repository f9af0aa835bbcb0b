using System.Globalization;
using System.Text;
using Chantal.Plans;
using Chantal.Transfer;

namespace Chantal.PyPI.Index;

/// <summary>
/// Reads a project's page in HTML (PEP 503), also those of servers that merely list a directory: a file is what a link's
/// path ends in, and only what an installer would take for a distribution is one.
/// </summary>
internal sealed class SimpleHtml
{
    private static readonly string[] Endings =
    [
        ".whl", ".tar.gz", ".zip", ".tar.bz2", ".tgz", ".egg", ".tar.xz", ".tar.lz", ".tar.lzma", ".tbz", ".tbz2", ".txz", ".tlz",
        ".tar.Z", ".tar", ".exe", ".msi", ".rpm", ".deb", ".dmg",
    ];

    private readonly List<Dictionary<string, string>> _links = [];
    private readonly List<string> _tracks = [];
    private readonly List<string> _locations = [];
    private readonly SimplePageSource _source;
    private string _version = "1.0";
    private string? _status;
    private string? _reason;
    private Uri? _base;
    private bool _isIndex;

    private SimpleHtml(SimplePageSource source) => _source = source;

    /// <summary>Reads a page, or throws with the code of what is wrong with it.</summary>
    /// <param name="content">The page, in UTF-8.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="project">The name that it was asked for by.</param>
    public static ProjectPage Parse(ReadOnlySpan<byte> content, SimplePageSource source, string project)
    {
        var html = new SimpleHtml(source);
        html.Scan(content);
        var page = html.Page(project);

        // A flat page is of no project.
        return project.Length == 0 || html._isIndex || !PageForPeople.Is(content, project, source.Url, html.Resolved().Select(l => l.Url), l => FileName(l) is not null)
            ? page
            : throw IndexDiagnostics.PageForPeople(source.Name, HtmlPage.Title(content), project);
    }

    /// <summary>The links of any page, resolved, in its order; those that lead elsewhere than to http and https are left out.</summary>
    /// <param name="content">The page, in UTF-8.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="lastSerial">The index's serial number, where the page states one.</param>
    public static IEnumerable<Uri> Links(ReadOnlySpan<byte> content, SimplePageSource source, out long? lastSerial)
    {
        var html = new SimpleHtml(source);
        html.Scan(content);
        lastSerial = html.LastSerial;
        return html.Resolved().Select(l => l.Url);
    }

    private long? LastSerial { get; set; }

    private void Scan(ReadOnlySpan<byte> content)
    {
        _source.CheckLength(content.Length);
        var scanner = new SimpleHtmlScanner(Encoding.UTF8.GetString(content));
        while (scanner.Read())
        {
            switch (scanner.Tag)
            {
                case null:
                    ReadComment(scanner.Comment);
                    break;
                case "a":
                    _links.Add(scanner.Attributes);
                    break;
                case "base" when _base is null && scanner.Attributes.TryGetValue("href", out var href):
                    _base = SimplePageSource.Resolve(href, _source.Url);
                    break;
                case "meta" when scanner.Attributes.TryGetValue("name", out var name) && scanner.Attributes.TryGetValue("content", out var value):
                    ReadMeta(name, _source.CheckText(value));
                    break;
                default:
                    break;
            }
        }
    }

    // PyPI and the mirrors of it end their pages so.
    private void ReadComment(ReadOnlySpan<char> comment)
    {
        if (comment.StartsWith("SERIAL ") && long.TryParse(comment["SERIAL ".Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var serial))
        {
            LastSerial = serial;
        }
    }

    private void ReadMeta(string name, string value)
    {
        _isIndex |= name.StartsWith("pypi:", StringComparison.Ordinal);
        switch (name)
        {
            case "pypi:repository-version":
                _version = _source.CheckVersion(value);
                break;
            case "pypi:tracks":
                _tracks.Add(value);
                break;
            case "pypi:alternate-locations":
                _locations.Add(value);
                break;
            case "pypi:project-status":
                _status ??= value;
                break;
            case "pypi:project-status-reason":
                _reason ??= value;
                break;
            default:
                break;
        }
    }

    private ProjectPage Page(string project)
    {
        var files = new SimplePageFiles(_source);
        foreach (var (url, attributes) in Resolved())
        {
            if (FileName(url) is { } name)
            {
                files.Add(File(_source.CheckFileName(name), url, attributes, files));
            }
        }

        return new ProjectPage
        {
            Name = project,
            Files = files.Files,
            Skipped = files.Skipped,
            LastSerial = LastSerial,
            Meta = new ProjectPageMeta
            {
                ApiVersion = _version,
                Tracks = _tracks,
                AlternateLocations = _locations,
                Status = _status is { Length: > 0 } ? new ProjectPageStatus(_status, _reason) : null,
            },
        };
    }

    private IEnumerable<(Uri Url, Dictionary<string, string> Attributes)> Resolved()
    {
        foreach (var attributes in _links)
        {
            if (attributes.TryGetValue("href", out var href) && SimplePageSource.Resolve(href, _base ?? _source.Url) is { } url)
            {
                yield return (url, attributes);
            }
        }
    }

    private static string? FileName(Uri url)
    {
        var path = url.AbsolutePath;
        var name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        return Array.Exists(Endings, e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? name : null;
    }

    private ProjectFile File(string name, Uri url, Dictionary<string, string> attributes, SimplePageFiles files)
    {
        var checksums = new List<Checksum>(1);
        foreach (var part in url.Fragment.TrimStart('#').Split('&'))
        {
            AddChecksum(part, checksums, files);
        }

        var python = Text(attributes, "data-requires-python");
        return new ProjectFile
        {
            FileName = name,
            Url = SimplePageSource.Text(url),
            Checksums = checksums,
            RequiresPython = python is { Length: > 0 } ? python : null,
            Yanked = Text(attributes, "data-yanked"),
            CoreMetadata = Metadata(Text(attributes, "data-core-metadata") ?? Text(attributes, "data-dist-info-metadata"), files),
            Provenance = Text(attributes, "data-provenance") is { Length: > 0 } provenance && SimplePageSource.Resolve(provenance, _source.Url) is { } place ? place.AbsoluteUri : null,
            HasSignature = Text(attributes, "data-gpg-sig") switch
            {
                "true" => true,
                "false" => false,
                _ => null,
            },
        };
    }

    private static ProjectFileMetadata? Metadata(string? value, SimplePageFiles files)
    {
        if (value is null || value.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var checksums = new List<Checksum>(1);
        AddChecksum(value, checksums, files);
        return new ProjectFileMetadata(checksums.Count > 0 ? checksums[0] : null);
    }

    private static void AddChecksum(string text, List<Checksum> checksums, SimplePageFiles files)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
        {
            files.AddChecksum(checksums, text[..equals], text[(equals + 1)..]);
        }
    }

    private string? Text(Dictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? _source.CheckText(value) : null;
}
