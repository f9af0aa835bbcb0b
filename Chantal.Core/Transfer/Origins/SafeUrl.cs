using System.Security.Cryptography;
using System.Text;

namespace Chantal.Transfer.Origins;

/// <summary>URLs as they may be shown: credentials, queries and fragments can be secrets.</summary>
internal static class SafeUrl
{
    public static string Show(Uri url) =>
        url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        + (url.Query.Length > 0 ? "?…" : "");

    /// <summary>For text that did not become a <see cref="Uri"/>: only what cannot be a secret.</summary>
    public static string Show(string text)
    {
        var end = text.AsSpan().IndexOfAny('?', '#');
        var shown = end < 0 ? text : text[..end] + "?…";
        var at = shown.LastIndexOf('@');
        var scheme = shown.IndexOf("://", StringComparison.Ordinal);
        shown = at < 0 ? shown : string.Concat(scheme >= 0 && scheme < at ? shown.AsSpan(0, scheme + 3) : "", "…", shown.AsSpan(at));
        return Clip(shown);
    }

    /// <summary>Text from upstream, at a length that fits a sentence.</summary>
    public static string Clip(string text) => text.Length <= 200 ? text : text[..200] + "…";

    /// <summary>
    /// A value as a record keeps it that only has to tell whether something changed: of each URL in it, behind which there is nothing or a <c>|</c>, the
    /// query is replaced by a digest.
    /// </summary>
    public static string ForRecord(string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        var query = scheme < 0 ? -1 : value.IndexOf('?', scheme);
        if (query < 0)
        {
            return value;
        }

        var end = value.IndexOf('|', query) is >= 0 and var bar ? bar : value.Length;
        return $"{value[..query]}?{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value[..end])))}{ForRecord(value[end..])}";
    }

    /// <summary>The URL without user name and password.</summary>
    public static Uri WithoutUserInfo(Uri url) =>
        url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "" }.Uri;
}
