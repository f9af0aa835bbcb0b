namespace Chantal.Diagnostics;

// 3xxx: signatures, freshness, checksums, hostile paths.
public static partial class DiagnosticCodes
{
    /// <summary>A file that has to be signed carries no OpenPGP signature.</summary>
    public const string NotSigned = "CHANTAL3001";

    /// <summary>No signature of the file was made by a key of the keyring.</summary>
    public const string UnknownSigningKey = "CHANTAL3002";

    /// <summary>A signature by a key of the keyring does not match the file.</summary>
    public const string BadSignature = "CHANTAL3003";

    /// <summary>The signature, or what binds its subkey, uses a digest algorithm that no longer protects (SHA-1, MD5).</summary>
    public const string WeakDigest = "CHANTAL3004";

    /// <summary>The signing key is too short or of an algorithm that is not accepted.</summary>
    public const string WeakKey = "CHANTAL3005";

    /// <summary>The signing key, or the primary key above it, has expired.</summary>
    public const string ExpiredKey = "CHANTAL3006";

    /// <summary>The signature itself has expired.</summary>
    public const string ExpiredSignature = "CHANTAL3007";

    /// <summary>The signing key, or the primary key above it, was revoked by its owner.</summary>
    public const string RevokedKey = "CHANTAL3008";

    /// <summary>The signing key is not bound to its primary key, or its owner did not allow it to sign.</summary>
    public const string KeyCannotSign = "CHANTAL3009";

    /// <summary>A clear-signed file is malformed, or has text that no signature covers.</summary>
    public const string MalformedClearSigned = "CHANTAL3010";

    /// <summary>A keyring file does not exist.</summary>
    public const string KeyringMissing = "CHANTAL3011";

    /// <summary>A keyring file cannot be read, has no OpenPGP public keys, or not those that were asked for.</summary>
    public const string KeyringUnusable = "CHANTAL3012";

    /// <summary>The signature data cannot be understood: broken armor, broken packets or something else than signatures.</summary>
    public const string MalformedSignature = "CHANTAL3013";

    /// <summary>The signature's time, type or critical content is not acceptable.</summary>
    public const string RefusedSignature = "CHANTAL3014";

    /// <summary>A path from upstream would leave the mirror's tree or cannot be kept on disk safely.</summary>
    public const string HostilePath = "CHANTAL3101";

    /// <summary>The same path is listed twice with different contents.</summary>
    public const string ContradictoryPath = "CHANTAL3102";
}
