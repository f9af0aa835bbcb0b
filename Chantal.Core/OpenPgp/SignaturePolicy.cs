using Org.BouncyCastle.Bcpg;

namespace Chantal.OpenPgp;

/// <summary>
/// What counts. Signatures that are well-formed but weaker than this are refused, as RFC 9580 sections 9.5 and 12.4 to
/// 12.5 advise.
/// </summary>
internal sealed record SignaturePolicy
{
    internal static readonly SignaturePolicy Default = new();

    /// <summary>For packages of long ago, if a definition says so: SHA-1 and MD5 count over data, but still not in what keys say of themselves.</summary>
    internal static readonly SignaturePolicy WeakData = new() { WeakDataDigests = new HashSet<HashAlgorithmTag> { HashAlgorithmTag.Sha1, HashAlgorithmTag.MD5 } };

    /// <summary>The shortest RSA modulus, in bits.</summary>
    internal int MinimumRsaBits { get; init; } = 2048;

    /// <summary>How far a signer's clock may be ahead.</summary>
    internal TimeSpan FutureTolerance { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Self-certifications with SHA-1 count when they were made before this. Many archive keys of that time, though none
    /// of Debian's and Ubuntu's present ones, have no other; a collision would need the owner's help, as only the
    /// primary key itself signs them. Nothing else may use SHA-1.
    /// </summary>
    internal DateTimeOffset Sha1SelfCertificationsBefore { get; init; } = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The digests that signatures over data, bindings and back-signatures may use.</summary>
    internal IReadOnlySet<HashAlgorithmTag> Digests { get; init; } = new HashSet<HashAlgorithmTag>
    {
        HashAlgorithmTag.Sha224, HashAlgorithmTag.Sha256, HashAlgorithmTag.Sha384, HashAlgorithmTag.Sha512, HashAlgorithmTag.Sha3_256, HashAlgorithmTag.Sha3_512,
    };

    /// <summary>The digests that signatures over data may use besides.</summary>
    internal IReadOnlySet<HashAlgorithmTag> WeakDataDigests { get; init; } = new HashSet<HashAlgorithmTag>();

    /// <summary>
    /// The subpackets that may be critical (section 5.2.3.7): those that are obeyed here; then preferences, features, key
    /// server hints and designated revokers, which mean nothing to who only verifies.
    /// </summary>
    internal IReadOnlySet<int> Understood { get; init; } = new HashSet<int>
    {
        Subpacket.Created, Subpacket.Expires, Subpacket.KeyExpires, Subpacket.IssuerKeyId, Subpacket.KeyFlags,
        Subpacket.EmbeddedSignature, Subpacket.IssuerFingerprint,
        4, 7, 11, 12, 21, 22, 23, 24, 25, 26, 28, 30, 34, 35,
    };

    internal bool AcceptsDigest(SignaturePacket signature) => Digests.Contains(signature.Digest);

    /// <summary>Whether a signature over data may use the digest.</summary>
    internal bool AcceptsDataDigest(SignaturePacket signature) => AcceptsDigest(signature) || WeakDataDigests.Contains(signature.Digest);

    /// <summary>Whether a primary key's statement about itself may use the digest.</summary>
    internal bool AcceptsSelfDigest(SignaturePacket signature) => AcceptsDigest(signature)
        || (signature.Digest == HashAlgorithmTag.Sha1 && signature.Created < Sha1SelfCertificationsBefore);

    /// <summary>Whether nothing that must not be ignored is unknown.</summary>
    internal bool Understands(SignaturePacket signature) => signature.IsUnderstood(Understood);

    /// <summary>What makes a key too weak, or null for a key that is strong enough.</summary>
    internal string? WeaknessOf(KeyPacket key) => key.Algorithm switch
    {
        PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign => key.Rsa is not { } rsa
            ? "an RSA key that is not valid"
            : rsa.Bits < MinimumRsaBits ? $"an RSA key of only {rsa.Bits} bits" : null,
        PublicKeyAlgorithmTag.ECDsa or PublicKeyAlgorithmTag.EdDsa_Legacy => null,
        _ when key.IsEdwards => null,
        var other => $"a key of the algorithm {(int)other} that is not accepted",
    };

    /// <summary>Whether a signature's own times are fine for a key at a moment.</summary>
    internal bool IsTimely(SignaturePacket signature, KeyPacket key, DateTimeOffset now) =>
        signature.Created is { } created && created >= key.Created && created <= now + FutureTolerance;
}
