using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace Chantal.OpenPgp;

/// <summary>
/// RSA signatures (RFC 9580 section 5.2.3.1). The platform verifies them: BouncyCastle examines every modulus for small
/// factors and primality first, which takes longer than everything else. Only SHA-224 the platform does not have.
/// </summary>
internal static class RsaNumbers
{
    internal static bool Match(byte[] modulus, byte[] exponent, HashAlgorithmTag algorithm, byte[] digest, byte[] signature)
    {
        if (signature.Length > modulus.Length)
        {
            return false;
        }

        var padded = Numbers.Pad(signature, modulus.Length);
        return algorithm == HashAlgorithmTag.Sha224
            ? MatchSha224(modulus, exponent, digest, padded)
            : MatchOnPlatform(modulus, exponent, algorithm, digest, padded);
    }

    private static bool MatchOnPlatform(
        byte[] modulus, byte[] exponent, HashAlgorithmTag algorithm, byte[] digest, byte[] signature)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return SignatureDigest.PlatformName(algorithm) is { } name
            && rsa.VerifyHash(digest, signature, name, RSASignaturePadding.Pkcs1);
    }

    private static bool MatchSha224(byte[] modulus, byte[] exponent, byte[] digest, byte[] signature)
    {
        var signer = new RsaDigestSigner(new NullDigest(), NistObjectIdentifiers.IdSha224);
        signer.Init(false, new RsaKeyParameters(false, new BigInteger(1, modulus), new BigInteger(1, exponent)));
        signer.BlockUpdate(digest);
        return signer.VerifySignature(signature);
    }
}
