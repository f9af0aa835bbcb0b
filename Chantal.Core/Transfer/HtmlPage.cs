using System.Net;
using System.Text;

namespace Chantal.Transfer;

/// <summary>Tells a page made for people from the file that was asked for: many servers say "not found" with status 200.</summary>
internal static class HtmlPage
{
    private const int Beginning = 512;
    private const int Head = 8192;

    // No login page is longer; lists of files may be.
    private const int MostRead = 1 << 20;

    // No list of files asks for a password, or leads on by itself.
    private static readonly string[] NeverInLists = ["type=\"password\"", "type='password'", "type=password", "http-equiv=\"refresh\""];

    private static readonly string[] ForPeople = ["<form", "<input", "<script", "http-equiv=\"refresh\""];

    /// <summary>Whether the content begins as an HTML document does.</summary>
    public static bool Is(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Beginning)]).AsSpan().TrimStart(" \t\r\n\uFEFF");
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the content is a page that people fill in or look at, and no list of files: it has forms or scripts and not one link, or it asks for a password.</summary>
    public static bool IsForPeople(ReadOnlySpan<byte> content)
    {
        if (!Is(content))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, MostRead)]);
        return content.Length <= MostRead && (Has(NeverInLists) || (Has(ForPeople) && !text.Contains("<a ", StringComparison.OrdinalIgnoreCase)));

        bool Has(string[] tags) => tags.Any(tag => text.Contains(tag, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The page's title if it appears near the beginning, or null.</summary>
    public static string? Title(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Head)]);
        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        var title = end < 0 ? "" : string.Join(' ', WebUtility.HtmlDecode(text[(start + "<title>".Length)..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return title.Length > 0 ? title : null;
    }
}
