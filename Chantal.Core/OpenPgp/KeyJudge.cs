using System.Collections.Concurrent;
using Org.BouncyCastle.Bcpg;

namespace Chantal.OpenPgp;

/// <summary>Judges whether a key may sign data at a moment (RFC 9580 sections 5.2.3.10, 5.2.3.13 and 10.1).</summary>
internal sealed class KeyJudge(SignaturePolicy policy, DateTimeOffset now)
{
    private const int SubkeyBinding = 0x18;
    private const int PrimaryKeyBinding = 0x19;
    private const int SubkeyRevocation = 0x28;

    private readonly ConcurrentDictionary<(Certificate Certificate, Subkey? Subkey), Refusal?> _verdicts = new();

    /// <summary>Whether the key, or the primary key above it, is too weak for any of its signatures to be looked at.</summary>
    internal Refusal? JudgeStrength(Certificate certificate, Subkey? subkey)
    {
        var weakness = policy.WeaknessOf(certificate.Primary) ?? (subkey is null ? null : policy.WeaknessOf(subkey.Key));
        return weakness is null ? null : OpenPgpDiagnostics.WeakKey((subkey?.Key ?? certificate.Primary).Fingerprint, weakness);
    }

    /// <summary>Why the key may not sign, or null when it may; found once, for a key may sign tens of thousands of packages.</summary>
    internal Refusal? Judge(Certificate certificate, Subkey? subkey) =>
        _verdicts.GetOrAdd((certificate, subkey), static (pair, judge) => judge.Find(pair.Certificate, pair.Subkey), this);

    /// <summary>When the key expires, or the primary key above it if that is earlier; null: never.</summary>
    internal DateTimeOffset? EndOf(Certificate certificate, Subkey? subkey)
    {
        var self = new SelfSignatures(certificate, policy, now);
        var primary = Expiry(certificate.Primary, self.NewestDirect(), self.NewestCertification());
        return subkey is null ? primary : Earlier(primary, Expiry(subkey.Key, NewestBinding(certificate.Primary, subkey)?.KeyLifetime));
    }

    private Refusal? Find(Certificate certificate, Subkey? subkey) =>
        JudgePrimary(certificate, subkey?.Key ?? certificate.Primary) ?? (subkey is null ? null : JudgeSubkey(certificate.Primary, subkey));

    private Refusal? JudgePrimary(Certificate certificate, KeyPacket signer)
    {
        var self = new SelfSignatures(certificate, policy, now);
        if (self.IsRevoked)
        {
            return OpenPgpDiagnostics.RevokedKey(signer.Fingerprint, "primary key");
        }

        var direct = self.NewestDirect();
        var certification = self.NewestCertification();
        if (direct is null && certification is null)
        {
            return OpenPgpDiagnostics.KeyCannotSign(signer.Fingerprint, "whose primary key does not have a valid signature by itself");
        }

        if (Expiry(certificate.Primary, direct, certification) is { } expiry && expiry <= now)
        {
            return OpenPgpDiagnostics.ExpiredKey(signer.Fingerprint, "primary key", expiry);
        }

        return signer == certificate.Primary && (certification?.MaySign ?? direct?.MaySign) == false
            ? OpenPgpDiagnostics.KeyCannotSign(signer.Fingerprint, "whose owner does not allow it to sign data") : null;
    }

    private Refusal? JudgeSubkey(KeyPacket primary, Subkey subkey)
    {
        var fingerprint = subkey.Key.Fingerprint;
        if (subkey.SignaturesOf(SubkeyRevocation).Any(signature => signature.Matches(primary, primary.Hashed, subkey.Hashed)))
        {
            return OpenPgpDiagnostics.RevokedKey(fingerprint, "subkey");
        }

        var bindings = Bindings(primary, subkey);
        if (bindings.Count > 0 && !bindings.Any(policy.AcceptsDigest))
        {
            return OpenPgpDiagnostics.WeakDigest(fingerprint, Name(bindings[0].Digest), "whose binding to its primary key uses");
        }

        var newest = NewestBinding(primary, subkey);
        if (newest is null || !policy.Understands(newest) || newest.Expires <= now)
        {
            return OpenPgpDiagnostics.KeyCannotSign(fingerprint, "a subkey that is not validly bound to its primary key");
        }

        if (Expiry(subkey.Key, newest.KeyLifetime) is { } expiry && expiry <= now)
        {
            return OpenPgpDiagnostics.ExpiredKey(fingerprint, "subkey", expiry);
        }

        return JudgeBinding(primary, subkey, newest);
    }

    private List<SignaturePacket> Bindings(KeyPacket primary, Subkey subkey) =>
    [
        .. subkey.SignaturesOf(SubkeyBinding)
            .Where(binding => binding.Issuers.Any(primary.IsNamed) && policy.IsTimely(binding, subkey.Key, now))
            .OrderByDescending(binding => binding.Created),
    ];

    private SignaturePacket? NewestBinding(KeyPacket primary, Subkey subkey) => Bindings(primary, subkey).Where(policy.AcceptsDigest)
        .FirstOrDefault(binding => binding.Matches(primary, primary.Hashed, subkey.Hashed));

    private Refusal? JudgeBinding(KeyPacket primary, Subkey subkey, SignaturePacket binding)
    {
        var fingerprint = subkey.Key.Fingerprint;
        if (binding.MaySign == false)
        {
            return OpenPgpDiagnostics.KeyCannotSign(fingerprint, "a subkey whose owner does not allow it to sign data");
        }

        // Without the subkey's consent, anyone could bind somebody else's signing key to a primary key of their own.
        var confirmed = binding.Embedded
            .Where(signature => signature.Type == PrimaryKeyBinding && policy.IsTimely(signature, subkey.Key, now)
                && policy.Understands(signature) && !(signature.Expires <= now))
            .ToList();
        if (confirmed.Count > 0 && !confirmed.Any(policy.AcceptsDigest))
        {
            return OpenPgpDiagnostics.WeakDigest(fingerprint, Name(confirmed[0].Digest), "whose confirmation of its binding uses");
        }

        return confirmed.Any(signature => policy.AcceptsDigest(signature)
            && signature.Matches(subkey.Key, primary.Hashed, subkey.Hashed))
            ? null : OpenPgpDiagnostics.KeyCannotSign(fingerprint, "a subkey that does not confirm its binding to the primary key");
    }

    // gpg writes designated revokers into direct-key signatures, without a lifetime: what is said in either counts.
    private static DateTimeOffset? Expiry(KeyPacket primary, SignaturePacket? direct, SignaturePacket? certification) =>
        Earlier(Expiry(primary, direct?.KeyLifetime), Expiry(primary, certification?.KeyLifetime));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other ? one : other ?? one;

    private static DateTimeOffset? Expiry(KeyPacket key, TimeSpan? lifetime) => lifetime is null ? null : key.Created + lifetime;

    private static string Name(HashAlgorithmTag digest) => digest.ToString().ToUpperInvariant();
}
