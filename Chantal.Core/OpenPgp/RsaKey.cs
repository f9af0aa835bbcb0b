using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
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
/// <param name="modulus">The modulus, without leading zeros.</param>
/// <param name="exponent">The exponent.</param>
internal sealed class RsaKey(byte[] modulus, byte[] exponent)
{
    // To make one takes the platform eight times as long as to verify; a repository's packages are thousands by one key.
    private readonly ConcurrentBag<RSA> _idle = [];

    /// <summary>The modulus' length in bits.</summary>
    internal int Bits => Numbers.BitLength(modulus);

    /// <summary>Whether this key signed the digest.</summary>
    internal bool Match(HashAlgorithmTag algorithm, byte[] digest, byte[] signature)
    {
        if (signature.Length > modulus.Length)
        {
            return false;
        }

        var padded = Numbers.Pad(signature, modulus.Length);
        return algorithm switch
        {
            HashAlgorithmTag.Sha224 => Match(NistObjectIdentifiers.IdSha224, digest, padded),
            HashAlgorithmTag.Sha3_256 => Match(NistObjectIdentifiers.IdSha3_256, digest, padded),
            HashAlgorithmTag.Sha3_512 => Match(NistObjectIdentifiers.IdSha3_512, digest, padded),
            _ => MatchOnPlatform(algorithm, digest, padded),
        };
    }

    private bool MatchOnPlatform(HashAlgorithmTag algorithm, byte[] digest, byte[] signature)
    {
        if (SignatureDigest.PlatformName(algorithm) is not { } name)
        {
            return false;
        }

        if (!_idle.TryTake(out var rsa))
        {
            rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        }

        var matches = rsa.VerifyHash(digest, signature, name, RSASignaturePadding.Pkcs1);
        _idle.Add(rsa);
        return matches;
    }

    private bool Match(DerObjectIdentifier algorithm, byte[] digest, byte[] signature)
    {
        var signer = new RsaDigestSigner(new NullDigest(), algorithm);
        signer.Init(false, new RsaKeyParameters(false, new BigInteger(1, modulus), new BigInteger(1, exponent)));
        signer.BlockUpdate(digest);
        return signer.VerifySignature(signature);
    }
}
