using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>A project as the root page of an index lists it.</summary>
/// <param name="Name">The name in any spelling; one safe segment of a path, but nothing more is known of it.</param>
/// <param name="LastSerial">The index's serial number of the project's last change, or null.</param>
internal readonly record struct IndexRootProject(string Name, long? LastSerial);

/// <summary>Reads the root page of an index, all its projects, one at a time: PyPI's has forty million bytes.</summary>
/// <param name="source">Where the page came from.</param>
internal abstract class IndexRootReader(SimplePageSource source) : IDisposable
{
    /// <summary>Most projects that an index may have; PyPI does not have a million yet.</summary>
    public const int MaxProjects = 10_000_000;

    private int _count;

    /// <summary>The interface's version; known when the last project was read.</summary>
    public string ApiVersion { get; private protected set; } = "1.0";

    /// <summary>The index's serial number, or null; known when the last project was read.</summary>
    public long? LastSerial { get; private protected set; }

    /// <summary>Opens a page.</summary>
    /// <param name="page">The page, seekable; disposed with the reader.</param>
    /// <param name="contentType">Its media type as the server states it, or null.</param>
    /// <param name="url">Where it came from.</param>
    public static IndexRootReader Open(Stream page, string? contentType, Uri url)
    {
        var source = new SimplePageSource(url);
        Span<byte> begin = stackalloc byte[512];
        begin = begin[..page.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];
        page.Position = 0;
        return SimplePage.IsJson(begin, contentType, source) ? new IndexRootJson(page, source) : new IndexRootHtml(page, source);
    }

    /// <summary>Reads the next project; false at the end. It is not said that no name comes twice.</summary>
    public bool TryRead(out IndexRootProject project)
    {
        if (!TryReadNext(out project))
        {
            return false;
        }

        var fault = project.Name.Contains('/', StringComparison.Ordinal) ? "has a separator" : ArtifactPath.Fault(project.Name);
        return fault is not null
            ? throw IndexDiagnostics.ProjectHostile(Source.Name, project.Name, fault)
            : ++_count <= MaxProjects ? true
            : throw Source.TooLarge($"more than {MaxProjects} projects");
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Where the page came from.</summary>
    private protected SimplePageSource Source { get; } = source;

    /// <summary>Reads the next project, unchecked; false at the end.</summary>
    private protected abstract bool TryReadNext(out IndexRootProject project);
}
