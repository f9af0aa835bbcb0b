using System.Text;
using Chantal.Transfer;

namespace Chantal.PyPI.Index;

/// <summary>
/// Tells the page of a portal from that of a project without files. The standard (PEP 503) does not say how one looks that has no links to files, so only what no index
/// would send is refused: links that lead elsewhere, under a heading that is not a project's or a directory's.
/// </summary>
internal static class PageForPeople
{
    private const int Head = 8192;

    // devpi, PyPI and all that follow these; and servers that list directories.
    private static readonly string[] Headings = ["links for", "index of", "listing for"];

    /// <summary>Whether a page was made for people.</summary>
    /// <param name="content">The page.</param>
    /// <param name="project">The project that it was asked for.</param>
    /// <param name="url">Where it came from.</param>
    /// <param name="links">Its links.</param>
    /// <param name="isFile">Whether a link leads to a file that an installer takes.</param>
    public static bool Is(ReadOnlySpan<byte> content, string project, Uri url, IEnumerable<Uri> links, Func<Uri, bool> isFile)
    {
        var leadsElsewhere = false;
        foreach (var link in links)
        {
            if (isFile(link))
            {
                return false;
            }

            leadsElsewhere |= !IsNear(link, url);
        }

        return leadsElsewhere && !HasHeading(content, project);
    }

    // The page itself, in another order too; what is below it, and the directories above.
    private static bool IsNear(Uri link, Uri url) => link.Authority == url.Authority
        && (link.AbsolutePath.StartsWith(url.AbsolutePath, StringComparison.Ordinal) || (link.AbsolutePath.EndsWith('/') && url.AbsolutePath.StartsWith(link.AbsolutePath, StringComparison.Ordinal)));

    private static bool HasHeading(ReadOnlySpan<byte> content, string project)
    {
        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Head)]);
        return Headings.Any(h => text.Contains(h, StringComparison.OrdinalIgnoreCase)) || HtmlPage.Title(content)?.Contains(project, StringComparison.OrdinalIgnoreCase) == true;
    }
}
