using System.Text;

namespace Chantal.Content;

/// <summary>Tells a page made for people from the file that was asked for: many servers say "not found" with status 200.</summary>
internal static class HtmlPage
{
    private const int Beginning = 512;

    /// <summary>Whether the content begins as an HTML document does.</summary>
    public static bool Is(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, Beginning)]).AsSpan().TrimStart(" \t\r\n\uFEFF");
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}
