namespace Chantal.Transfer.Origins;

/// <summary>The two spellings of a <c>+</c> in a path (RFC 3986 §2.2 and §3.3): as it stands, and as <c>%2B</c>.</summary>
internal static class PlusSign
{
    /// <summary>Whether a bare one is in the path.</summary>
    public static bool IsIn(Uri url) => url.AbsolutePath.Contains('+', StringComparison.Ordinal);

    /// <summary>The URL with every one in the path escaped.</summary>
    public static Uri Escape(Uri url) => new UriBuilder(url) { Path = url.AbsolutePath.Replace("+", "%2B", StringComparison.Ordinal) }.Uri;
}
