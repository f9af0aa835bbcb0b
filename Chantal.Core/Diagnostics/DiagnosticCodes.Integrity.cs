namespace Chantal.Diagnostics;

// 3xxx: signatures, freshness, checksums, hostile paths.
internal static partial class DiagnosticCodes
{
    /// <summary>A file that should be signed is not.</summary>
    public const string NotSigned = "CHANTAL3001";

    /// <summary>A file is signed only by keys that are not in the keyring.</summary>
    public const string UnknownKey = "CHANTAL3002";

    /// <summary>A signature does not match the file.</summary>
    public const string BadSignature = "CHANTAL3003";

    /// <summary>A signature uses a broken digest: MD5, SHA-1 or RIPEMD-160.</summary>
    public const string WeakDigest = "CHANTAL3004";

    /// <summary>The signing key is too short or of an obsolete kind.</summary>
    public const string WeakKey = "CHANTAL3005";

    /// <summary>The signing key or its certificate has expired.</summary>
    public const string ExpiredKey = "CHANTAL3006";

    /// <summary>A signature has expired, or is dated before its key or in the future.</summary>
    public const string ExpiredSignature = "CHANTAL3007";

    /// <summary>The signing key or its certificate was revoked.</summary>
    public const string RevokedKey = "CHANTAL3008";

    /// <summary>The signing key is not bound to its certificate, or is not intended for signing.</summary>
    public const string KeyNotBound = "CHANTAL3009";

    /// <summary>A clear-signed file is not one complete message.</summary>
    public const string ClearSignedMalformed = "CHANTAL3010";

    /// <summary>A signature cannot be read, or is not a signature of a document.</summary>
    public const string SignatureMalformed = "CHANTAL3011";

    /// <summary>A keyring that the definition names does not exist.</summary>
    public const string KeyringMissing = "CHANTAL3012";

    /// <summary>A keyring cannot be read, or does not have the keys it should have.</summary>
    public const string KeyringUnusable = "CHANTAL3013";

    /// <summary>The text after a keyring in SignedBy is not a fingerprint.</summary>
    public const string FingerprintInvalid = "CHANTAL3014";

    /// <summary>A path from upstream would leave the mirror's tree or cannot be kept on disk safely.</summary>
    public const string HostilePath = "CHANTAL3101";

    /// <summary>The same path is listed twice with different contents.</summary>
    public const string ContradictoryPath = "CHANTAL3102";

    /// <summary>The upstream's state is older than the one that is published.</summary>
    public const string StateWentBack = "CHANTAL3301";

    /// <summary>Metadata states MD5 or SHA-1 only.</summary>
    public const string WeakChecksumsOnly = "CHANTAL3305";

    /// <summary>A root of the repository has no signature although signatures are to be verified.</summary>
    public const string RootUnsigned = "CHANTAL3306";

    /// <summary>Warning: VerifySignatures is false, so the metadata is not verified.</summary>
    public const string VerificationOff = "CHANTAL3307";

    /// <summary>An index places a package where metadata is.</summary>
    public const string PackageOverMetadata = "CHANTAL3309";

    /// <summary>Warning: a state of the upstream that went back was taken, because Accept names it.</summary>
    public const string StateAccepted = "CHANTAL3310";

    /// <summary>Warning: files are taken with MD5 or SHA-1 only, because AllowWeakChecksums is true.</summary>
    public const string WeakChecksumsTaken = "CHANTAL3314";
}
