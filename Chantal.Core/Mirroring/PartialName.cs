using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;

namespace Chantal.Mirroring;

/// <summary>
/// Names a download under way so that the next run finds it: by the content it will have and the place it comes from, since
/// equal contents may be asked for at several places at a time.
/// </summary>
internal static class PartialName
{
    public static string Of(PlanEntry entry)
    {
        var content = entry.Sha256?.ToString() ?? entry.Checksum?.Hex;

        // URLs are relative to the base of the path's directory: equal ones below two directories are two places.
        var place = entry.Urls.Count > 0 ? $"{entry.Path} {entry.Urls[0]}" : entry.Path;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content} {place}")));
    }
}
