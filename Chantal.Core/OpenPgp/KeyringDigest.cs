using System.Security.Cryptography;
using System.Text;

namespace Chantal.OpenPgp;

/// <summary>Tells keyrings apart, so that what was checked with one is checked again with another.</summary>
internal static class KeyringDigest
{
    /// <summary>Digest of the files' contents and the fingerprints that narrow them.</summary>
    public static string Of(IEnumerable<KeyringFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            // A missing file has a digest too, of nothing: that it is missing is said when the keyring is loaded.
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join(' ', file.Fingerprints) + "\n"));
            hash.AppendData(File.Exists(file.Path) ? SHA256.HashData(File.ReadAllBytes(file.Path)) : []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
