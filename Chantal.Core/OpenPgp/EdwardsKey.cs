using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Chantal.OpenPgp;

/// <summary>
/// A key whose numbers are bytes of a fixed length: Ed25519 and Ed448 (RFC 9580 sections 5.5.5.9 and 5.5.5.10), or one of these and one of ML-DSA behind
/// it, which withstands quantum computers (draft-ietf-openpgp-pqc section 6). Of two keys each has to have signed.
/// </summary>
internal sealed class EdwardsKey
{
    private const PublicKeyAlgorithmTag MLDsa65Ed25519 = (PublicKeyAlgorithmTag)30;
    private const PublicKeyAlgorithmTag MLDsa87Ed448 = (PublicKeyAlgorithmTag)31;

    private static readonly Dictionary<PublicKeyAlgorithmTag, Form> Forms = new()
    {
        [PublicKeyAlgorithmTag.Ed25519] = new(Is448: false, null, MinimumDigest: 32),
        [PublicKeyAlgorithmTag.Ed448] = new(Is448: true, null, MinimumDigest: 64),
        [MLDsa65Ed25519] = new(Is448: false, MLDsaParameters.ml_dsa_65, MinimumDigest: 32),
        [MLDsa87Ed448] = new(Is448: true, MLDsaParameters.ml_dsa_87, MinimumDigest: 32),
    };

    private readonly Form _form;
    private readonly byte[] _point;
    private readonly MLDsaPublicKeyParameters? _lattice;

    private EdwardsKey(Form form, ReadOnlySpan<byte> numbers)
    {
        _form = form;
        _point = numbers[..form.PointLength].ToArray();
        _lattice = form.Lattice is null ? null : MLDsaPublicKeyParameters.FromEncoding(form.Lattice, numbers[form.PointLength..].ToArray());
    }

    /// <summary>Whether keys of the algorithm are of this kind; composite ones are only of version 6.</summary>
    internal static bool Is(PublicKeyAlgorithmTag algorithm, int version) => Forms.TryGetValue(algorithm, out var form) && (form.Lattice is null || version == 6);

    /// <summary>Reads the numbers of a key. It throws various exceptions when they make no sense.</summary>
    internal static EdwardsKey Read(PublicKeyAlgorithmTag algorithm, ReadOnlySpan<byte> numbers) => new(Forms[algorithm], numbers);

    /// <summary>Whether the key signed the digest; one that is too short for the algorithm is never signed.</summary>
    internal bool Match(byte[] digest, ReadOnlySpan<byte> signature)
    {
        var own = _form.SignatureLength;
        return digest.Length >= _form.MinimumDigest
            && signature.Length >= own
            && MatchPoint(digest, signature[..own].ToArray())
            && (_lattice is null ? signature.Length == own : MatchLattice(_lattice, digest, signature[own..].ToArray()));
    }

    private bool MatchPoint(byte[] digest, byte[] signature) => _form.Is448
        ? new Ed448PublicKeyParameters(_point).Verify(Ed448.Algorithm.Ed448, [], digest, 0, digest.Length, signature, 0)
        : new Ed25519PublicKeyParameters(_point).Verify(Ed25519.Algorithm.Ed25519, null, digest, 0, digest.Length, signature, 0);

    private static bool MatchLattice(MLDsaPublicKeyParameters key, byte[] digest, byte[] signature)
    {
        var signer = new MLDsaSigner(key.Parameters, deterministic: false);
        signer.Init(false, key);
        signer.BlockUpdate(digest, 0, digest.Length);
        return signer.VerifySignature(signature);
    }

    private sealed record Form(bool Is448, MLDsaParameters? Lattice, int MinimumDigest)
    {
        public int PointLength => Is448 ? Ed448PublicKeyParameters.KeySize : Ed25519PublicKeyParameters.KeySize;

        public int SignatureLength => Is448 ? Ed448PrivateKeyParameters.SignatureSize : Ed25519PrivateKeyParameters.SignatureSize;
    }
}
