using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>
/// Where in a mirror the file lies that metadata places relative to its repository. Places outside the repository are
/// common (<c>../../pool/x.rpm</c>), and right as long as they stay within the mirror.
/// </summary>
internal static class RpmLocation
{
    private const string Repodata = "repodata";

    /// <summary>The file's path in the mirror.</summary>
    /// <param name="repository">The repository's path in the mirror; empty for its root.</param>
    /// <param name="href">The place as metadata states it; taken literally, as clients do, and not decoded.</param>
    /// <param name="listedIn">The file that names it, for messages.</param>
    /// <param name="isMetadata">Whether it is a metadata file, which may lie in <c>repodata/</c>; nothing else may.</param>
    /// <exception cref="MirrorException">It leaves the mirror, or would lie where metadata does.</exception>
    public static string Resolve(string repository, string href, string listedIn, bool isMetadata)
    {
        if (IsPlain(href) && (isMetadata || !$"{repository}/{href}".Contains("repodata/", StringComparison.Ordinal)))
        {
            return ArtifactPath.Check(repository.Length == 0 ? href : $"{repository}/{href}", listedIn);
        }

        var segments = new List<string>(repository.Length == 0 ? [] : repository.Split('/'));
        foreach (var segment in href.StartsWith('/') ? throw Outside(href, listedIn) : href.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count == 0)
                {
                    throw Outside(href, listedIn);
                }

                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        if (!isMetadata && segments.SkipLast(1).Contains(Repodata))
        {
            throw new MirrorException(
                DiagnosticCodes.PackageOverMetadata,
                $"{listedIn} places a package at '{href}', where metadata lies; nothing of this state is taken. Report it to whoever runs the upstream.");
        }

        return ArtifactPath.Check(string.Join('/', segments), listedIn);
    }

    /// <summary>
    /// Where to fetch a file of that path: some origins know a <c>+</c> only as <c>%2B</c>, others only as itself. Empty
    /// where the path is enough.
    /// </summary>
    public static IReadOnlyList<string> Urls(string path)
    {
        if (!path.Contains('+', StringComparison.Ordinal))
        {
            return [];
        }

        var plain = ArtifactPath.ToUrl(path);
        return [plain.Replace("+", "%2B", StringComparison.Ordinal), plain];
    }

    // Nothing to resolve: nearly every location is of this kind.
    private static bool IsPlain(string href) =>
        !href.StartsWith('/') && !href.Contains("./", StringComparison.Ordinal) && !href.EndsWith("/.", StringComparison.Ordinal) && !href.EndsWith("/..", StringComparison.Ordinal);

    private static MirrorException Outside(string href, string listedIn) =>
        new(DiagnosticCodes.RpmLocationOutside,
            $"{listedIn} places a file at '{href}', which lies outside of the mirror. Set Upstream to the directory above that holds both, and name the repository with a Repository item.");
}
