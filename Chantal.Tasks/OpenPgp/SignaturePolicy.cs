using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>What is strong enough to vouch for software (RFC 9580 §9.5, §12.4).</summary>
public sealed record SignaturePolicy
{
    /// <summary>Shortest RSA modulus, in bits. Default 2048.</summary>
    public int MinRsaBits { get; init; } = 2048;

    /// <summary>How far ahead of this machine's clock a signature may be dated. Default one day.</summary>
    public TimeSpan MaxClockDifference { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether a digest may stand under data, a subkey's binding or its back-signature: not MD5, SHA-1 or RIPEMD-160.</summary>
    internal static bool IsStrong(HashAlgorithmTag digest) => digest
        is HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512 or HashAlgorithmTag.Sha224
        or HashAlgorithmTag.Sha3_256 or HashAlgorithmTag.Sha3_512;

    /// <summary>
    /// Whether a digest may stand under a certificate's own statement of its expiry. SHA-1 may: archives' keys carry such
    /// statements from the time before 2020, and who could forge one could only shorten or prolong a key's life.
    /// </summary>
    internal static bool IsStrongEnoughForSelfSignature(HashAlgorithmTag digest) => digest == HashAlgorithmTag.Sha1 || IsStrong(digest);

    /// <summary>Why a key is too weak, as the end of "which"; null if it is not.</summary>
    internal string? Weakness(PgpPublicKey key) => key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign => key.BitStrength < MinRsaBits ? $"is an RSA key of {key.BitStrength} bits only" : null,
        PublicKeyAlgorithmTag.ECDsa or PublicKeyAlgorithmTag.EdDsa_Legacy or PublicKeyAlgorithmTag.Ed25519 or PublicKeyAlgorithmTag.Ed448 => null,
        PublicKeyAlgorithmTag.Dsa => "is a DSA key",
        _ => "is of a kind that does not sign",
    };
}
