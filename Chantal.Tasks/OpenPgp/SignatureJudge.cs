using Chantal.Diagnostics;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>Judges one signature of one key: first that it verifies, then that both may be relied on.</summary>
internal sealed class SignatureJudge(SignaturePolicy policy, TimeProvider clock)
{
    // Subpackets whose meaning is enforced here or does not bear on the verdict; any other that is marked critical refuses
    // the signature (RFC 9580 §5.2.3.7).
    private static readonly SignatureSubpacketTag[] Known =
    [
        SignatureSubpacketTag.CreationTime, SignatureSubpacketTag.ExpireTime, SignatureSubpacketTag.IssuerKeyId,
        SignatureSubpacketTag.IssuerFingerprint, SignatureSubpacketTag.SignerUserId, SignatureSubpacketTag.PreferredHashAlgorithms,
    ];

    /// <summary>Null if the signature is good; else why it is not. <see cref="DiagnosticCodes.BadSignature"/>: the data is not what was signed.</summary>
    public MirrorException? Judge(PgpSignature signature, TrustedKey key, ReadOnlySpan<byte> data, string name)
    {
        var who = $"the key {key.Fingerprint}";
        if (!SignaturePolicy.IsStrong(signature.HashAlgorithm))
        {
            return Refuse(DiagnosticCodes.WeakDigest, name, $"its signature by {who} rests on {signature.HashAlgorithm.ToString().ToUpperInvariant()}, which can be forged; the upstream has to sign with SHA-256 or better");
        }

        if (policy.Weakness(key.Key) is { } weakness)
        {
            return Refuse(DiagnosticCodes.WeakKey, name, $"it is signed by {who}, which {weakness}; the upstream has to use a stronger key");
        }

        if (signature.SignatureType is not (PgpSignature.BinaryDocument or PgpSignature.CanonicalTextDocument))
        {
            return Refuse(DiagnosticCodes.SignatureMalformed, name, $"its signature by {who} is of the type 0x{signature.SignatureType:x2}, not one over a document");
        }

        if (!Verifies(signature, key.Key, data))
        {
            return Refuse(DiagnosticCodes.BadSignature, name, $"its signature by {who} does not fit its content, so somebody or something changed it on the way");
        }

        return JudgeTime(signature, key, name, who) ?? JudgeKey(key, name, who);
    }

    private MirrorException? JudgeTime(PgpSignature signature, TrustedKey key, string name, string who)
    {
        var now = clock.GetUtcNow();
        var created = Utc(signature.CreationTime);
        var packets = signature.GetHashedSubPackets();
        if (packets?.GetCriticalTags().Any(tag => !Known.Contains(tag)) == true)
        {
            return Refuse(DiagnosticCodes.SignatureMalformed, name, $"its signature by {who} makes a condition that Chantal does not know");
        }

        if (created > now + policy.MaxClockDifference || created < Utc(key.Key.CreationTime))
        {
            return Refuse(DiagnosticCodes.ExpiredSignature, name, $"its signature by {who} is dated {created:yyyy-MM-dd HH:mm} UTC, which is in the future or before the key was made; check this machine's clock");
        }

        return packets?.GetSignatureExpirationTime() is { } seconds and > 0 && created.AddSeconds(seconds) <= now
            ? Refuse(DiagnosticCodes.ExpiredSignature, name, $"its signature by {who} expired at {created.AddSeconds(seconds):yyyy-MM-dd HH:mm} UTC; the upstream has to sign anew")
            : null;
    }

    private MirrorException? JudgeKey(TrustedKey key, string name, string who)
    {
        if (Certificate.IsPrimaryRevoked(key.Primary) || (key.IsSubkey && Certificate.IsSubkeyRevoked(key)))
        {
            return Refuse(DiagnosticCodes.RevokedKey, name, $"{who} was revoked; find out why, and get the upstream's present key on a way you trust");
        }

        if (Certificate.SelfSignature(key.Primary) is not { } self)
        {
            return Refuse(DiagnosticCodes.KeyNotBound, name, $"the certificate of {who} has no valid signature of its own; get a whole copy of it");
        }

        if (IsOver(key.Primary, self) is { } primaryEnd)
        {
            return Expired(name, who, primaryEnd);
        }

        if (!key.IsSubkey)
        {
            return Certificate.AllowsSigning(self) ? null : NotForSigning(name, who);
        }

        if (Certificate.Binding(key) is not { } binding || !Certificate.HasBackSignature(key, binding))
        {
            return Refuse(DiagnosticCodes.KeyNotBound, name, $"{who} is not bound to its certificate by valid signatures in both directions; get a whole copy of it");
        }

        return IsOver(key.Key, binding) is { } end ? Expired(name, who, end)
            : Certificate.AllowsSigning(binding) ? null
            : NotForSigning(name, who);
    }

    private DateTimeOffset? IsOver(PgpPublicKey key, PgpSignature statement) =>
        Certificate.Expiry(key, statement) is { } end && end <= clock.GetUtcNow() ? end : null;

    private static bool Verifies(PgpSignature signature, PgpPublicKey key, ReadOnlySpan<byte> data)
    {
        try
        {
            signature.InitVerify(key);
            signature.Update(data);
            return signature.Verify();
        }
        catch (Exception exception) when (BouncyCastleFault.Is(exception))
        {
            return false;
        }
    }

    private static DateTimeOffset Utc(DateTime time) => new(time.ToUniversalTime(), TimeSpan.Zero);

    private static MirrorException Expired(string name, string who, DateTimeOffset end) =>
        Refuse(DiagnosticCodes.ExpiredKey, name, $"{who} expired at {end:yyyy-MM-dd HH:mm} UTC; get the upstream's present key on a way you trust");

    private static MirrorException NotForSigning(string name, string who) =>
        Refuse(DiagnosticCodes.KeyNotBound, name, $"{who} is not meant for signing, says its certificate");

    private static MirrorException Refuse(string code, string name, string why) => new(code, $"'{name}' is not taken: {why}.");
}
