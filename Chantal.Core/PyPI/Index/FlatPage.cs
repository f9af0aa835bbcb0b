using System.Net;
using System.Text;
using Chantal.PyPI.Distributions;
using Chantal.Transfer;

namespace Chantal.PyPI.Index;

/// <summary>A flat page of links to files of any project, as pip's <c>--find-links</c> takes it. What a project has on it is a page like an index's.</summary>
/// <param name="url">Where it came from.</param>
/// <param name="files">Its files.</param>
internal sealed class FlatPage(Uri url, IReadOnlyList<ProjectFile> files)
{
    /// <summary>The projects that its files are of, by their normal names. An old archive of sources says where its name ends only to who knows it: the last hyphen is taken.</summary>
    public IEnumerable<string> Projects => files.Select(f => NameOf(f.FileName)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Reads a page.</summary>
    public static FlatPage Parse(ReadOnlySpan<byte> content, Uri url) => new(url, SimpleHtml.Parse(content, new SimplePageSource(url), "").Files);

    /// <summary>The page that is kept; null if it is not kept.</summary>
    public static FlatPage? Load(PageCache cache, string name)
    {
        if (cache.Load(name) is not var (note, stream))
        {
            return null;
        }

        using (stream)
        {
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return Parse(content.GetBuffer().AsSpan(0, (int)content.Length), note.Url);
        }
    }

    /// <summary>The answer of an index that has a project's part of the page.</summary>
    /// <param name="project">The project's normal name.</param>
    /// <param name="source">The directory of the page.</param>
    public RootResponse Answer(string project, Uri source)
    {
        var html = new StringBuilder();
        foreach (var file in files.Where(f => DistributionName.TryParse(f.FileName, project, out _)))
        {
            html.Append("<a href=\"").Append(WebUtility.HtmlEncode(file.Url));
            if (file.StrongestChecksum is { } checksum)
            {
                html.Append('#').Append(checksum.Kind.ToString().ToLowerInvariant()).Append('=').Append(checksum.Hex);
            }

            html.Append('"');
            if (file.RequiresPython is { } python)
            {
                html.Append(" data-requires-python=\"").Append(WebUtility.HtmlEncode(python)).Append('"');
            }

            html.Append(">\n");
        }

        return html.Length == 0
            ? new RootResponse.NotFound()
            : new RootResponse.Modified(Encoding.UTF8.GetBytes(html.ToString()), new Validators(null, null), source, url, "text/html");
    }

    private static string? NameOf(string file)
    {
        var name = WheelName.TryParse(file, out var wheel) ? wheel.Project
            : SdistName.ExtensionOf(file) is { } ending && file[..^ending.Length] is var stem && stem.LastIndexOf('-') is > 0 and var hyphen ? stem[..hyphen]
            : null;
        return name is not null && ProjectName.IsValid(name) ? ProjectName.Normalize(name) : null;
    }
}
