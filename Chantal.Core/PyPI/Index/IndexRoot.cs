using Chantal.PyPI.Distributions;
using Chantal.Repositories;

namespace Chantal.PyPI.Index;

/// <summary>The list of all projects of an index.</summary>
/// <param name="Projects">Serial numbers of the projects' last changes by normal name; null where the index states none.</param>
/// <param name="LastSerial">The index's own serial number, or null.</param>
internal sealed record IndexRoot(IReadOnlyDictionary<string, long?> Projects, long? LastSerial)
{
    /// <summary>Largest list in bytes; PyPI's has some forty million.</summary>
    public const long MaxLength = 512L << 20;

    /// <summary>Whether the list tells which projects changed.</summary>
    public bool StatesSerials => LastSerial is not null && Projects.Values.All(s => s is not null);

    /// <summary>What a project's page is at: the serial number of its last change, or the digest of the page that is kept.</summary>
    public string StateOf(string name, PageCache cache) =>
        Projects[name]?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? cache.Find(name)?.Digest ?? "";

    /// <summary>The name of what the index has now.</summary>
    public string Name(PageCache cache) => UpstreamState.NameOf(Projects.Keys.Select(p => (p, StateOf(p, cache))));

    /// <summary>Reads a list. What cannot be the name of a project is passed over; of two spellings of a name the later change counts.</summary>
    /// <param name="content">The list, seekable; disposed.</param>
    /// <param name="contentType">Its media type, or null.</param>
    /// <param name="url">Where it came from.</param>
    public static IndexRoot Read(Stream content, string? contentType, Uri url)
    {
        using var reader = IndexRootReader.Open(content, contentType, url);
        var projects = new Dictionary<string, long?>(StringComparer.Ordinal);
        while (reader.TryRead(out var project))
        {
            if (ProjectName.IsValid(project.Name))
            {
                var name = ProjectName.Normalize(project.Name);
                projects[name] = projects.TryGetValue(name, out var other) && other > project.LastSerial ? other : project.LastSerial;
            }
        }

        return new IndexRoot(projects, reader.LastSerial);
    }

    /// <summary>Reads the lists that are kept. Those of several indices are one list without serial numbers, which would be of different counts.</summary>
    public static IndexRoot? Load(PageCache cache, PackageIndices indices)
    {
        if (indices.IsSingle)
        {
            return Load(cache, PageCache.Root);
        }

        var projects = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var (at, index) in indices.All.Index())
        {
            var names = index.Page is not null ? FlatPage.Load(cache, PageCache.RootOf(at))?.Projects : Load(cache, PageCache.RootOf(at))?.Projects.Keys;
            if (names is null && index.Projects is null)
            {
                return null;
            }

            foreach (var name in (names ?? []).Where(n => indices.For(n).Contains(index)))
            {
                projects[name] = null;
            }
        }

        return new IndexRoot(projects, null);
    }

    private static IndexRoot? Load(PageCache cache, string name)
    {
        if (cache.Load(name) is not var (note, stream))
        {
            return null;
        }

        using (stream)
        {
            var content = new MemoryStream();
            stream.CopyTo(content);
            content.Position = 0;
            return Read(content, note.ContentType, note.Url);
        }
    }
}
