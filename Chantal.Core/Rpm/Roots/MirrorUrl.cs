using System.Diagnostics.CodeAnalysis;

namespace Chantal.Rpm.Roots;

/// <summary>URLs of a repository as lists of mirrors name them.</summary>
internal static class MirrorUrl
{
    /// <summary>Most mirrors that are kept of a list; nobody asks that many.</summary>
    public const int MaxBases = 64;

    private const int MaxLength = 2048;
    private const string Repomd = "/repodata/repomd.xml";

    /// <summary>
    /// The base of a repository whose <c>repomd.xml</c> has this URL; false for what is not such a URL, or not one that is
    /// fetched from: rsync, ftp, a query, credentials that nobody here chose.
    /// </summary>
    public static bool TryReadRepomd(string url, [NotNullWhen(true)] out string? @base)
    {
        @base = null;
        return url.EndsWith(Repomd, StringComparison.Ordinal) && TryReadBase(url[..^Repomd.Length], out @base);
    }

    /// <summary>The base of a repository that is named by its own URL or by that of its <c>repomd.xml</c>.</summary>
    public static bool TryReadBase(string url, [NotNullWhen(true)] out string? @base)
    {
        @base = (url.EndsWith(Repomd, StringComparison.Ordinal) ? url[..^Repomd.Length] : url).TrimEnd('/');
        return @base.Length <= MaxLength
            && Uri.TryCreate(@base, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 }
            && !@base.AsSpan().ContainsAny('?', '#')
            && !@base.AsSpan().ContainsAnyInRange('\0', ' ');
    }
}
