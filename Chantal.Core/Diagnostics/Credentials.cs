using System.Text.RegularExpressions;

namespace Chantal.Diagnostics;

/// <summary>Takes user names and passwords out of URLs in a text, whoever wrote it.</summary>
internal static partial class Credentials
{
    /// <summary>The text, with an ellipsis in their place.</summary>
    public static string Hide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("://", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal) ? UserInfo().Replace(text, "://…@") : text;
    }

    /// <summary>Whether a URL in the text has a user name or password.</summary>
    public static bool AreIn(string text) => UserInfo().IsMatch(text);

    // Up to the last @ before the path: a password may have one that is not encoded.
    [GeneratedRegex("""://[^/?#\s'"<>]*@""")]
    private static partial Regex UserInfo();
}
