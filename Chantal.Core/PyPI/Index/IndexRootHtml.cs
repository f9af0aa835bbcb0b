namespace Chantal.PyPI.Index;

/// <summary>
/// Reads a root page in HTML (PEP 503). A project is what a link's path ends in, directly below the page: servers shorten
/// the texts of long links, and list their parent directory and orders of sorting too.
/// </summary>
internal sealed class IndexRootHtml : IndexRootReader
{
    private readonly IEnumerator<Uri> _links;
    private readonly string _directory;

    /// <summary>Reads the whole page.</summary>
    /// <param name="page">The page; disposed here.</param>
    /// <param name="source">Where it came from.</param>
    public IndexRootHtml(Stream page, SimplePageSource source)
        : base(source)
    {
        using (page)
        {
            source.CheckLength(page.Length);
            var content = new byte[page.Length];
            page.ReadExactly(content);
            _links = SimpleHtml.Links(content, source, out var serial).GetEnumerator();
            LastSerial = serial;
        }

        var path = source.Url.AbsolutePath;
        _directory = path[..(path.LastIndexOf('/') + 1)];
    }

    /// <inheritdoc/>
    public override void Dispose() => _links.Dispose();

    private protected override bool TryReadNext(out IndexRootProject project)
    {
        while (_links.MoveNext())
        {
            var link = _links.Current;
            if (link.Query.Length == 0
                && link.AbsolutePath.StartsWith(_directory, StringComparison.Ordinal)
                && link.AbsolutePath[_directory.Length..].TrimEnd('/') is { Length: > 0 } name
                && !name.Contains('/', StringComparison.Ordinal))
            {
                project = new IndexRootProject(Uri.UnescapeDataString(name), null);
                return true;
            }
        }

        project = default;
        return false;
    }
}
