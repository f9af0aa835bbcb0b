using System.Text.RegularExpressions;

namespace Chantal.Cli.Wizard;

/// <summary>A name for a mirror that has none yet.</summary>
internal static partial class MirrorName
{
    // What says nothing of whose repository it is.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase) { "simple", "pub", "linux", "repo", "repos", "os", "root", "download", "downloads", "www" };

    /// <summary>The last part of the upstream's address that says something, with the one before it if it is a version; or the type.</summary>
    public static string Of(string type, IReadOnlyList<string> upstream)
    {
        if (upstream.Count == 0 || !Uri.TryCreate(upstream[0], UriKind.Absolute, out var uri))
        {
            return type;
        }

        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => !Common.Contains(p)).Select(p => Other().Replace(p.ToLowerInvariant(), "-").Trim('-', '.')).Where(p => p.Length > 0).ToList();
        return parts switch
        {
            [.., var before, var last] when char.IsAsciiDigit(last[0]) => $"{before}-{last}",
            [.., var last] => last,
            _ when uri.HostNameType == UriHostNameType.Dns && uri.Host.Split('.') is [.., var domain, _] => domain,
            _ => type,
        };
    }

    [GeneratedRegex("[^a-z0-9.-]+")]
    private static partial Regex Other();
}
