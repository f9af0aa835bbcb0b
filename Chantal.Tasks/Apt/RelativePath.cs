using System.Text;

namespace Chantal.Apt;

/// <summary>Paths as APT metadata writes them.</summary>
internal static class RelativePath
{
    /// <summary>
    /// Drops the <c>./</c> that tools which scan a directory put before every path; whether the rest is safe is judged by
    /// who takes it.
    /// </summary>
    public static string Normalize(string path)
    {
        var start = 0;
        while (path.AsSpan(start).StartsWith("./", StringComparison.Ordinal))
        {
            start += 2;
        }

        return start == 0 ? path : path[start..];
    }

    /// <summary>
    /// The path as a URL reference relative to the upstream: what RFC 3986 does not allow in a path is percent-encoded, and
    /// so is <c>%</c> itself, as a file may really be called <c>name_1%3a2.deb</c>.
    /// </summary>
    public static string ToUrl(string path)
    {
        if (!NeedsEncoding(path))
        {
            return path;
        }

        var url = new StringBuilder(path.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            if (IsPathCharacter((char)b))
            {
                url.Append((char)b);
            }
            else
            {
                url.Append('%').Append(b.ToString("X2"));
            }
        }

        return url.ToString();
    }

    /// <summary>What <see cref="Plans.PlanEntry.Urls"/> holds for a file that lies upstream at its own path.</summary>
    public static IReadOnlyList<string> UrlsOf(string path) => NeedsEncoding(path) ? [ToUrl(path)] : [];

    private static bool NeedsEncoding(string path)
    {
        foreach (var c in path)
        {
            if (!IsPathCharacter(c))
            {
                return true;
            }
        }

        return false;
    }

    // pchar of RFC 3986 without the colon, which would make the first segment a scheme, and '/'.
    private static bool IsPathCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.' or '_' or '~' or '+' or '!'
        or '$' or '&' or '\'' or '(' or ')' or '*' or ',' or ';' or '=' or '@';
}
