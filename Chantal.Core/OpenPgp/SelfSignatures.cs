namespace Chantal.OpenPgp;

/// <summary>
/// Finds what a primary key validly says about itself (RFC 9580 sections 5.2.3.10 and 10.1): of each kind the newest
/// signature that the key really made. Only as many signatures are verified as that takes.
/// </summary>
internal sealed class SelfSignatures(Certificate certificate, SignaturePolicy policy, DateTimeOffset now)
{
    private const int LowestCertification = 0x10;
    private const int HighestCertification = 0x13;
    private const int DirectKey = 0x1f;
    private const int KeyRevocation = 0x20;
    private const int CertificationRevocation = 0x30;

    /// <summary>
    /// Whether the owner revoked the primary key. A revocation counts whatever its digest and its time: to believe one
    /// too many is safe. One by a designated revoker cannot be verified and does not count.
    /// </summary>
    internal bool IsRevoked => certificate.Direct.SignaturesOf(KeyRevocation)
        .Any(signature => signature.Matches(certificate.Primary, certificate.Primary.Hashed));

    /// <summary>The newest direct-key signature, if any.</summary>
    internal SignaturePacket? NewestDirect() => Newest(certificate.Direct.SignaturesOf(DirectKey), default);

    /// <summary>The newest certification of a user ID that is not revoked, if any.</summary>
    internal SignaturePacket? NewestCertification() => certificate.UserIds
        .Select(NewestCertification)
        .OfType<SignaturePacket>()
        .MaxBy(signature => signature.Created);

    private SignaturePacket? NewestCertification(CertificatePart userId)
    {
        var types = Enumerable.Range(LowestCertification, HighestCertification - LowestCertification + 1);
        var newest = Newest(userId.SignaturesOf([.. types]), userId.Hashed);
        var revoked = newest is not null && userId.SignaturesOf(CertificationRevocation)
            .Any(signature => signature.Created >= newest.Created
                && signature.Matches(certificate.Primary, certificate.Primary.Hashed, userId.Hashed));
        return revoked ? null : newest;
    }

    private SignaturePacket? Newest(IEnumerable<SignaturePacket> signatures, ReadOnlyMemory<byte> about) => signatures
        .Where(signature => signature.Issuers.Any(certificate.Primary.IsNamed)
            && policy.AcceptsSelfDigest(signature)
            && policy.IsTimely(signature, certificate.Primary, now)
            && policy.Understands(signature)
            && !(signature.Expires <= now))
        .OrderByDescending(signature => signature.Created)
        .FirstOrDefault(signature => signature.Matches(certificate.Primary, certificate.Primary.Hashed, about));
}
