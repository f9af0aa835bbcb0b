using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>
/// Where in a mirror the file lies that metadata places relative to its repository. Places outside of the repository are
/// common (<c>../../pool/x.rpm</c>), and right as long as they stay within the mirror.
/// </summary>
internal static class RpmLocation
{
    private const string Repodata = "repodata";

    /// <summary>The file's path in the mirror.</summary>
    /// <param name="repositoryPath">The repository's path in the mirror; empty for its root.</param>
    /// <param name="href">
    /// The place as metadata states it. It is taken literally: createrepo_c writes names unescaped and clients do not decode
    /// them, so that a <c>%2B</c> is three characters of a name.
    /// </param>
    /// <param name="name">The file that states it, for messages.</param>
    /// <param name="isMetadata">Whether it is part of the repository's metadata, which may lie in <c>repodata/</c>; nothing else may.</param>
    /// <exception cref="MirrorException">
    /// <see cref="DiagnosticCodes.LocationOutside"/>, <see cref="DiagnosticCodes.LocationInRepodata"/> or
    /// <see cref="DiagnosticCodes.HostilePath"/>.
    /// </exception>
    public static string Resolve(string repositoryPath, string href, string name, bool isMetadata = false)
    {
        var path = IsPlain(href) ? Join(repositoryPath, href) : Walk(repositoryPath, href, name);
        if (ArtifactPath.Fault(path) is { } fault)
        {
            throw RpmDiagnostics.LocationHostile(name, href, fault);
        }

        return isMetadata || !IsInRepodata(path) ? path : throw RpmDiagnostics.LocationInRepodata(name, href);
    }

    // Nearly every location is of this kind. An absolute or empty one is never walked, but left for ArtifactPath to judge.
    private static bool IsPlain(string href) =>
        href.StartsWith('/') || (!href.StartsWith('.') && !href.Contains("/.", StringComparison.Ordinal));

    private static string Join(string repositoryPath, string href) =>
        repositoryPath.Length == 0 || href.Length == 0 || href[0] == '/' ? href : $"{repositoryPath}/{href}";

    private static string Walk(string repositoryPath, string href, string name)
    {
        var segments = new List<string>(repositoryPath.Length == 0 ? [] : repositoryPath.Split('/'));
        foreach (var segment in href.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count == 0)
                {
                    throw RpmDiagnostics.LocationOutside(name, href);
                }

                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    private static bool IsInRepodata(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(range).SequenceEqual(Repodata))
            {
                return true;
            }
        }

        return false;
    }
}
