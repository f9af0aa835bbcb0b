using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;

namespace Chantal.Mirroring;

/// <summary>
/// Names a download under way so that the next run finds it: by the content it will have, or by its path where upstream
/// states no checksum.
/// </summary>
internal static class PartialName
{
    public static string Of(PlanEntry entry) =>
        entry.Sha256?.ToString()
        ?? entry.Checksum?.Hex[..64]
        ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry.Path)));
}
