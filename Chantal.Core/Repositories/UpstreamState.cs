using System.Security.Cryptography;
using System.Text;

namespace Chantal.Repositories;

/// <summary>
/// Names what an upstream has by its content, so that a person can accept exactly that: whoever changes one byte of it
/// changes the name.
/// </summary>
internal static class UpstreamState
{
    private const int Digits = 16;

    /// <summary>The name: 16 hexadecimal digits.</summary>
    /// <param name="parts">The parts of the repository, each with the digest or serial number of its content; the order does not matter.</param>
    public static string NameOf(IEnumerable<(string Part, string Content)> parts)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (part, content) in parts.OrderBy(p => p.Part, StringComparer.Ordinal))
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{part}\t{content}\n"));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset())[..Digits];
    }
}
