namespace Chantal.PyPI.Index;

/// <summary>A project's page in whichever form the index answered with.</summary>
internal static class SimplePage
{
    /// <summary>What to ask an index for: JSON before HTML (PEP 691).</summary>
    public const string Accept = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

    /// <summary>Reads a page, or throws with the code of what is wrong with it.</summary>
    /// <param name="content">The page.</param>
    /// <param name="contentType">Its media type as the server states it, or null.</param>
    /// <param name="url">Where it came from.</param>
    /// <param name="project">The name that it was asked for by.</param>
    public static ProjectPage Parse(ReadOnlySpan<byte> content, string? contentType, Uri url, string project)
    {
        var source = new SimplePageSource(url);
        return IsJson(content, contentType, source) ? SimpleJson.Parse(content, source, project) : SimpleHtml.Parse(content, source, project);
    }

    /// <summary>Whether a page is JSON rather than HTML, or an error if it is neither.</summary>
    /// <param name="begin">The page's first bytes; they decide where a static server knows no type.</param>
    /// <param name="contentType">The media type, or null.</param>
    /// <param name="source">Where it came from.</param>
    public static bool IsJson(ReadOnlySpan<byte> begin, string? contentType, SimplePageSource source)
    {
        var type = (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return type switch
        {
            "application/vnd.pypi.simple.v1+json" or "application/vnd.pypi.simple.latest+json" or "application/json" => true,
            "application/vnd.pypi.simple.v1+html" or "application/vnd.pypi.simple.latest+html" or "text/html" or "application/xhtml+xml" => false,
            "" or "application/octet-stream" or "text/plain" => Begin(begin) switch
            {
                '{' => true,
                '<' => false,
                _ => throw IndexDiagnostics.TypeUnknown(source.Name, null),
            },
            _ => throw IndexDiagnostics.TypeUnknown(source.Name, type),
        };
    }

    /// <summary>The content without the byte order mark that some servers' files begin with.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) => content.StartsWith("\uFEFF"u8) ? content[3..] : content;

    private static char Begin(ReadOnlySpan<byte> content)
    {
        content = WithoutMark(content).TrimStart(" \t\r\n"u8);
        return content.IsEmpty ? '\0' : (char)content[0];
    }
}
