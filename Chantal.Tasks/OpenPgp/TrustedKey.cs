using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>A key of the keyring, with the primary key of its certificate; the same one if it is that itself.</summary>
internal sealed record TrustedKey(PgpPublicKey Primary, PgpPublicKey Key)
{
    public string Fingerprint => FingerprintOf(Key);

    public string PrimaryFingerprint => FingerprintOf(Primary);

    public bool IsSubkey => Fingerprint != PrimaryFingerprint;

    public static string FingerprintOf(PgpPublicKey key) => Convert.ToHexString(key.GetFingerprint());
}
