using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chantal.Files.Names;
using Chantal.Plans;

namespace Chantal.Files.Lists;

/// <summary>The listing of a directory as Apache's mod_autoindex and nginx's autoindex make it: links to the files in it.</summary>
internal static partial class DirectoryListing
{
    private const int MaxFiles = 10_000;

    /// <summary>The names of the files in the directory, in ordinal order; directories, and links that lead elsewhere, are not among them.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">What errors call it.</param>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> page, string name)
    {
        var names = Names(page, name, directories: false);
        return names.Count > 0 ? names : throw ListDiagnostics.NotAListing(name);
    }

    /// <summary>The names of the directories in the directory, in ordinal order; none where the page is not a listing.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">What errors call it.</param>
    public static IReadOnlyList<string> ReadDirectories(ReadOnlySpan<byte> page, string name) => Names(page, name, directories: true);

    private static List<string> Names(ReadOnlySpan<byte> page, string name, bool directories)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match match in Link().Matches(Encoding.UTF8.GetString(page)))
        {
            var link = WebUtility.HtmlDecode(match.Groups["link"].Value);
            link = link.StartsWith("./", StringComparison.Ordinal) ? link[2..] : link;
            link = directories ? link.Length > 1 && link.EndsWith('/') && link != "../" ? link[..^1] : "" : link;
            if (link.Length > 0 && link.IndexOfAny(['/', '?', '#', ':']) < 0)
            {
                names.Add(ArtifactPath.Check(Uri.UnescapeDataString(link), $"The listing {name}"));
            }

            if (names.Count > MaxFiles)
            {
                throw ListDiagnostics.TooMany(name, MaxFiles);
            }
        }

        return [.. names];
    }

    /// <summary>The list beside a file, or null if the file has no list.</summary>
    /// <param name="file">The file.</param>
    /// <param name="names">All names of the directory.</param>
    public static string? ListOf(string file, IReadOnlySet<string> names) => FileNames.Checksums.Select(e => file + e).FirstOrDefault(names.Contains);

    [GeneratedRegex("""<a\s[^<>]*?href\s*=\s*(?:"(?<link>[^"]*)"|'(?<link>[^']*)')""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
