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

    /// <summary>The URL without user name and password.</summary>
    public static Uri WithoutUserInfo(Uri url) =>
        url.UserInfo.Length == 0 ? url : new UriBuilder(url) { UserName = "", Password = "" }.Uri;
}
