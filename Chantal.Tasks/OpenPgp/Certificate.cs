using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>
/// What a certificate says of a key: its statements about itself, each verified (RFC 9580 §5.2.1, §10.1). Statements that do
/// not verify count as not there.
/// </summary>
internal static class Certificate
{
    private const int KeyRevocation = 0x20;
    private const int SubkeyBinding = 0x18;
    private const int PrimaryKeyBinding = 0x19;
    private const int SubkeyRevocation = 0x28;
    private const int DirectKey = 0x1f;
    private const int FirstCertification = 0x10;
    private const int LastCertification = 0x13;
    private const int MaySign = 0x02;

    /// <summary>The newest statement of a primary key about itself: a certification of one of its user IDs or a direct signature.</summary>
    public static PgpSignature? SelfSignature(PgpPublicKey primary)
    {
        var direct = primary.GetSignaturesOfType(DirectKey).Where(s => Holds(s, primary, () => s.VerifyCertification(primary)));
        var certifications = primary.GetUserIds().SelectMany(id => primary.GetSignaturesForId(id)
            .Where(s => s.SignatureType is >= FirstCertification and <= LastCertification && Holds(s, primary, () => s.VerifyCertification(id, primary))));
        return direct.Concat(certifications)
            .Where(s => SignaturePolicy.IsStrongEnoughForSelfSignature(s.HashAlgorithm))
            .MaxBy(s => s.CreationTime);
    }

    /// <summary>The newest statement by which a primary key takes a subkey as its own.</summary>
    public static PgpSignature? Binding(TrustedKey key) => key.Key.GetSignaturesOfType(SubkeyBinding)
        .Where(s => SignaturePolicy.IsStrong(s.HashAlgorithm) && Holds(s, key.Primary, () => s.VerifyCertification(key.Primary, key.Key)))
        .MaxBy(s => s.CreationTime);

    /// <summary>
    /// Whether a subkey agrees to be the primary key's (the back-signature, §5.2.3.34). Without it anyone could take a
    /// stranger's signing key into a certificate of his own.
    /// </summary>
    public static bool HasBackSignature(TrustedKey key, PgpSignature binding) =>
        new[] { binding.GetHashedSubPackets(), binding.GetUnhashedSubPackets() }
            .Where(v => v is not null)
            .SelectMany(v => v.GetEmbeddedSignatures() is { } list ? Enumerable.Range(0, list.Count).Select(i => list[i]) : [])
            .Any(s => s.SignatureType == PrimaryKeyBinding && SignaturePolicy.IsStrong(s.HashAlgorithm)
                && Verifies(s, key.Key, () => s.VerifyCertification(key.Primary, key.Key)));

    /// <summary>Whether the primary key was revoked, for whatever reason and from whatever time.</summary>
    public static bool IsPrimaryRevoked(PgpPublicKey primary) =>
        primary.GetSignaturesOfType(KeyRevocation).Any(s => Holds(s, primary, () => s.VerifyCertification(primary)));

    /// <summary>Whether the subkey was revoked.</summary>
    public static bool IsSubkeyRevoked(TrustedKey key) =>
        key.Key.GetSignaturesOfType(SubkeyRevocation).Any(s => Holds(s, key.Primary, () => s.VerifyCertification(key.Primary, key.Key)));

    /// <summary>When a key that a statement is about expires; null: never.</summary>
    public static DateTimeOffset? Expiry(PgpPublicKey key, PgpSignature statement) =>
        statement.GetHashedSubPackets()?.GetKeyExpirationTime() is { } seconds and > 0
            ? new DateTimeOffset(key.CreationTime.ToUniversalTime(), TimeSpan.Zero).AddSeconds(seconds)
            : null;

    /// <summary>Whether a statement allows its key to sign data; one without flags does.</summary>
    public static bool AllowsSigning(PgpSignature statement) =>
        statement.GetHashedSubPackets() is not { } packets || !packets.HasSubpacket(SignatureSubpacketTag.KeyFlags) || (packets.GetKeyFlags() & MaySign) != 0;

    private static bool Holds(PgpSignature signature, PgpPublicKey by, Func<bool> verify) =>
        signature.KeyId == by.KeyId && Verifies(signature, by, verify);

    private static bool Verifies(PgpSignature signature, PgpPublicKey by, Func<bool> verify)
    {
        try
        {
            signature.InitVerify(by);
            return verify();
        }
        catch (Exception exception) when (BouncyCastleFault.Is(exception))
        {
            return false;
        }
    }
}
