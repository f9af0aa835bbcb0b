using System.Text.RegularExpressions;

namespace Chantal.Hosts;

/// <summary>Leaves out of files of a host what is nobody else's business.</summary>
internal static partial class Secrets
{
    // What lists of mirrors are asked with. All else in a query may be a token.
    private static readonly HashSet<string> Known = ["arch", "basearch", "repo", "release", "releasever", "infra", "country", "protocol", "content", "version", "path", "stage", "variant"];

    /// <summary>The lines of a file that may be told: without credentials and tokens in URLs, without comments, and without lines that state a user, a password or a token.</summary>
    public static IEnumerable<string> Strip(string text) =>
        text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.TrimStart() is not ['#' or ';', ..] && !Secret().IsMatch(l)).Select(l => Query().Replace(UserInfo().Replace(l, ""), Parameters));

    private static string Parameters(Match query)
    {
        var known = query.Value[1..].Split('&').Where(p => p.Split('=') is [var name, _] && Known.Contains(name));
        return string.Join('&', known) is { Length: > 0 } kept ? "?" + kept : "";
    }

    // A proxy is also written without a scheme.
    [GeneratedRegex(@"(?<=://)[^/\s]*@|(?<=[=\s])[^\s/=:]+:[^\s/]+@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<=://\S*)[?]\S*")]
    private static partial Regex Query();

    [GeneratedRegex(@"^\s*[\w.-]*(user|pass|token|secret|login|credential|auth|cookie)[\w.-]*\s*[=:]", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
