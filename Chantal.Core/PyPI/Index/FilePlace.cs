using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>
/// Where a mirror keeps a project's file. The rule:
/// <list type="number">
/// <item>Upstream's own path, if that is <c>/packages/</c>, three directories, and the file's name: so does PyPI, and links
/// that people have noted down hold on the mirror too.</item>
/// <item>Else <c>packages/ab/cd/ef…/name</c> by the digits of the strongest checksum.</item>
/// <item>Without one, by those of the SHA-256 of the URL without its query, which may differ each time.</item>
/// </list>
/// Every file thus lies three directories deep, so that none can be where another needs a directory.
/// </summary>
internal static class FilePlace
{
    /// <summary>The ending of the metadata beside a file (PEP 658).</summary>
    public const string MetadataEnding = ".metadata";

    private const string Root = "packages";

    /// <summary>The file's path in the mirror.</summary>
    public static string Of(ProjectFile file) => Upstreams(file) ?? ByDigits(
        file.StrongestChecksum?.Hex ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Url.Split('?')[0]))),
        file.FileName);

    /// <summary>The path of the metadata beside the file.</summary>
    public static string OfMetadata(ProjectFile file) => Of(file) + MetadataEnding;

    private static string? Upstreams(ProjectFile file)
    {
        var segments = new Uri(file.Url).AbsolutePath.Split('/');
        if (segments is not ["", Root, _, _, _, _] || Uri.UnescapeDataString(segments[^1]) != file.FileName)
        {
            return null;
        }

        var directories = segments[2..5].Select(Uri.UnescapeDataString).ToArray();
        var path = $"{Root}/{string.Join('/', directories)}/{file.FileName}";
        return !Array.Exists(directories, d => d.StartsWith('.') || d.Contains('/', StringComparison.Ordinal)) && ArtifactPath.Fault(path) is null ? path : null;
    }

    private static string ByDigits(string hex, string name) => $"{Root}/{hex[..2]}/{hex[2..4]}/{hex[4..]}/{name}";
}
