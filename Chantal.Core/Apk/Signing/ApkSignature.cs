using System.Security.Cryptography;
using Chantal.Apk.Archives;

namespace Chantal.Apk.Signing;

/// <summary>An RSA signature (PKCS#1 v1.5) as apk files carry it: a file <c>.SIGN.RSA.KEY</c>, or <c>.SIGN.RSA256.KEY</c> or <c>.SIGN.RSA512.KEY</c>.</summary>
/// <param name="KeyName">The name of the public key's file, such as <c>me@example.org-6165ee59.rsa.pub</c>.</param>
/// <param name="Digest">What is signed: SHA-1, which Alpine signs with, SHA-256 or SHA-512.</param>
/// <param name="Value">The signature.</param>
internal sealed record ApkSignature(string KeyName, HashAlgorithmName Digest, byte[] Value)
{
    /// <summary>How the names of signatures begin.</summary>
    public const string Prefix = ".SIGN.";

    // DSA, which apk has a name for too, nobody signs with.
    private static readonly (string Kind, HashAlgorithmName Digest)[] Kinds =
    [
        ("RSA.", HashAlgorithmName.SHA1), ("RSA256.", HashAlgorithmName.SHA256), ("RSA512.", HashAlgorithmName.SHA512),
    ];

    /// <summary>The name of a file with a signature of SHA-256, which apk reads since version 2.7.</summary>
    public static string FileName(string keyName) => $"{Prefix}RSA256.{keyName}";

    /// <summary>Reads a file of a signature segment; null if it is a signature of another kind.</summary>
    public static ApkSignature? Read(TarMember file)
    {
        foreach (var (kind, digest) in Kinds)
        {
            if (file.Name.AsSpan(Prefix.Length).StartsWith(kind, StringComparison.Ordinal))
            {
                return new ApkSignature(file.Name[(Prefix.Length + kind.Length)..], digest, file.Content);
            }
        }

        return null;
    }
}
