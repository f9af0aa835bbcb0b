using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Chantal.OpenPgp;

/// <summary>Checks a signature's numbers against a digest (RFC 9580 sections 5.2.3.1 to 5.2.3.4).</summary>
internal static class SignatureNumbers
{
    private const int Ed25519HalfLength = 32;

    /// <summary>Whether the key signed the digest. Throws various exceptions for numbers that make no sense.</summary>
    internal static bool Match(KeyPacket key, HashAlgorithmTag algorithm, byte[] digest, ReadOnlySpan<byte> numbers)
    {
        if (key.Rsa is { } rsa)
        {
            return Numbers.Read(numbers, 1) is [var signature] && rsa.Match(algorithm, digest, signature);
        }

        return key.IsEdwards ? key.DecodeEdwards().Match(digest, numbers) : key.Decode() switch
        {
            ECPublicKeyParameters ec => MatchEc(ec, digest, numbers),
            Ed25519PublicKeyParameters ed25519 => MatchLegacyEd25519(ed25519, digest, numbers),
            _ => false,
        };
    }

    private static bool MatchEc(ECPublicKeyParameters key, byte[] digest, ReadOnlySpan<byte> numbers)
    {
        var signer = new ECDsaSigner();
        signer.Init(false, key);
        return Numbers.Read(numbers, 2) is [var r, var s]
            && signer.VerifySignature(digest, new BigInteger(1, r), new BigInteger(1, s));
    }

    // The legacy form is two numbers of which leading zeros are cut.
    private static bool MatchLegacyEd25519(Ed25519PublicKeyParameters key, byte[] digest, ReadOnlySpan<byte> numbers)
    {
        byte[]? signature = Numbers.Read(numbers, 2) is [{ Length: <= Ed25519HalfLength } r, { Length: <= Ed25519HalfLength } s]
                ? [.. Numbers.Pad(r, Ed25519HalfLength), .. Numbers.Pad(s, Ed25519HalfLength)] : null;
        return signature is { Length: 2 * Ed25519HalfLength }
            && key.Verify(Ed25519.Algorithm.Ed25519, null, digest, 0, digest.Length, signature, 0);
    }
}
