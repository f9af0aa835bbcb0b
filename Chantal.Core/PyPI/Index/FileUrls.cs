using System.Collections.Concurrent;
using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>
/// The URLs of files with their queries, which may be secrets: signatures of object stores, tokens. A plan has a <c>?</c> in place of each; when a file is fetched,
/// its page says the rest again.
/// </summary>
/// <param name="cache">The pages, which only their owner can read.</param>
internal sealed class FileUrls(PageCache cache)
{
    // Plans are in the order of paths, so the files of one project are far apart; pages with queries are rare.
    private const int MostPages = 64;

    private readonly ConcurrentDictionary<string, Lazy<Dictionary<string, string>>> _pages = new(StringComparer.Ordinal);

    /// <summary>A URL as a plan has it.</summary>
    public static string ForPlan(string url) => url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? url[..(query + 1)] : url;

    /// <summary>The URL of the metadata beside a file. The query, where there is one, stays behind.</summary>
    public static string OfMetadata(string url) =>
        url.IndexOf('?', StringComparison.Ordinal) is > 0 and var query ? url.Insert(query, FilePlace.MetadataEnding) : url + FilePlace.MetadataEnding;

    /// <summary>The whole URL of an entry; null if the page that is kept does not have it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="url">Its URL as the plan has it.</param>
    public string? Find(PlanEntry entry, string url)
    {
        if (entry.Package is not { } package)
        {
            return null;
        }

        if (_pages.Count >= MostPages)
        {
            _pages.Clear();
        }

        var urls = _pages.GetOrAdd(package.Name, name => new Lazy<Dictionary<string, string>>(() => Read(name))).Value;
        return urls.TryGetValue(entry.Path[(entry.Path.LastIndexOf('/') + 1)..], out var whole) && ForPlan(whole) == url ? whole : null;
    }

    private Dictionary<string, string> Read(string project)
    {
        var urls = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in cache.LoadProject(project)?.Files.Where(f => f.Url.Contains('?', StringComparison.Ordinal)) ?? [])
        {
            urls[file.FileName] = file.Url;
            urls[file.FileName + FilePlace.MetadataEnding] = OfMetadata(file.Url);
        }

        return urls;
    }
}
