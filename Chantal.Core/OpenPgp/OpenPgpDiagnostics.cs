using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>What the verification of signatures, and signing, report.</summary>
internal static class OpenPgpDiagnostics
{
    private const string UpdateKeyring = "Replace the keyring with the repository's current keys.";
    private const string TellOwner = "Ask the repository's owner to sign with a strong key and digest.";

    [Documented(DiagnosticCodes.NotSigned, Severity.Error,
        "A file that should be signed is not.",
        "Mirror a signed repository, or set `VerifySignatures` to `false` and accept the risk.")]
    public static MirrorException NotSigned(string name) => new(
        DiagnosticCodes.NotSigned,
        $"{name} is not signed. Mirror a repository that is signed, or allow metadata without a signature (VerifySignatures) and accept the risk.");

    public static MirrorException SignatureEmpty(string name) => new(
        DiagnosticCodes.NotSigned,
        $"{name} has an empty signature. Try again later; if it stays empty, tell the repository's owner.");

    [Documented(DiagnosticCodes.UnknownKey, Severity.Error,
        "A file is signed only by keys that are not in the keyring; the message names them.",
        "Check the key with its owner, then add it to `SignedBy`.")]
    public static MirrorException UnknownKey(string name, IReadOnlyCollection<string> keys)
    {
        var who = keys.Count > 0 ? string.Join(", ", keys) : "one of a version that is not supported";
        return new MirrorException(
            DiagnosticCodes.UnknownKey,
            $"{name} is signed only by keys that are not in the keyring: {who}. Check the key's fingerprint with the repository's owner, and add the key to the keyring.");
    }

    [Documented(DiagnosticCodes.BadSignature, Severity.Error,
        "A signature by a known key does not match the file.",
        "Try again later; if it stays so, report it to the operator of the upstream.")]
    public static MirrorException BadSignature(string name, string key) => new(
        DiagnosticCodes.BadSignature,
        $"{name} does not match its signature by {key}: it was changed or damaged on its way. Try again later; if it stays so, tell the repository's owner.");

    [Documented(DiagnosticCodes.WeakDigest, Severity.Error,
        "A signature uses MD5, SHA-1 or RIPEMD-160.",
        "Ask the upstream to sign with SHA-256 or better.")]
    public static Refusal WeakDigest(string key, string digest, string where) =>
        new(DiagnosticCodes.WeakDigest, $"by {key} {where} the weak digest algorithm {digest}", TellOwner);

    [Documented(DiagnosticCodes.WeakKey, Severity.Error,
        "The key is too weak: RSA below 2048 bits, DSA.",
        "Ask the upstream for a stronger key.")]
    public static Refusal WeakKey(string key, string weakness) =>
        new(DiagnosticCodes.WeakKey, $"by {key}, {weakness}", TellOwner);

    [Documented(DiagnosticCodes.ExpiredKey, Severity.Error,
        "The key has expired.",
        "Get the current key in a way that you trust: see [A key was rotated](how-to/rotate-a-key.md).")]
    public static Refusal ExpiredKey(string key, string expired, DateTimeOffset when) =>
        new(DiagnosticCodes.ExpiredKey, $"by {key}, but the {expired} expired on {when:yyyy-MM-dd}", UpdateKeyring);

    [Documented(DiagnosticCodes.ExpiredSignature, Severity.Error,
        "The signature has expired, or is dated before its key or in the future.",
        "Check this machine's clock; if it is right, report it to the operator of the upstream.")]
    public static Refusal ExpiredSignature(string key, DateTimeOffset when) => new(
        DiagnosticCodes.ExpiredSignature,
        $"by {key}, but the signature expired on {when:yyyy-MM-dd}",
        "Wait until the repository is signed again, or tell its owner.");

    public static Refusal UntimelySignature(string key) => new(
        DiagnosticCodes.ExpiredSignature,
        $"by {key}, but the signature is dated before its key or in the future",
        "Check this computer's clock; if it is right, tell the repository's owner.");

    [Documented(DiagnosticCodes.RevokedKey, Severity.Error,
        "The key was revoked.",
        "Find out why, and get the current key.")]
    public static Refusal RevokedKey(string key, string revoked) => new(
        DiagnosticCodes.RevokedKey,
        $"by {key}, but its owner revoked the {revoked}",
        "Find out why, and replace the keyring with the repository's current keys.");

    [Documented(DiagnosticCodes.KeyNotBound, Severity.Error,
        "The key is not bound to its certificate, or not intended for signing.",
        "Get a complete copy of the certificate.")]
    public static Refusal KeyCannotSign(string key, string why) =>
        new(DiagnosticCodes.KeyNotBound, $"by {key}, {why}", UpdateKeyring);

    [Documented(DiagnosticCodes.ClearSignedMalformed, Severity.Error,
        "A clear-signed file is not one complete message: it has text outside, an unescaped dash, or no end.",
        "Check whether a network portal changes it; if not, report it to the operator of the upstream.")]
    public static MirrorException ClearSignedMalformed(string name, string why) => new(
        DiagnosticCodes.ClearSignedMalformed,
        $"{name} is not a well-formed clear-signed file: {why}. Try again later; if it stays so, tell the repository's owner.");

    [Documented(DiagnosticCodes.SignatureMalformed, Severity.Error,
        "A signature cannot be read, or is not a signature of a document.",
        "Report it to the operator of the upstream.")]
    public static MirrorException SignatureMalformed(string name, Exception inner) => new(
        DiagnosticCodes.SignatureMalformed,
        $"The signature of {name} cannot be read: {inner.Message}. Try again later; if it stays so, tell the repository's owner.",
        inner);

    public static Refusal NotOverDocument(string key, string why) =>
        new(DiagnosticCodes.SignatureMalformed, $"by {key}, {why}", "Tell the repository's owner.");

    [Documented(DiagnosticCodes.KeyringMissing, Severity.Error,
        "A keyring that `SignedBy` names does not exist.",
        "Correct the path, or put the keys there.")]
    public static MirrorException KeyringMissing(string path, Exception inner) => new(
        DiagnosticCodes.KeyringMissing,
        $"The keyring {path} does not exist. Correct the path in the definition, or put the repository's keys there.",
        inner);

    [Documented(DiagnosticCodes.KeyringUnusable, Severity.Error,
        "A keyring cannot be read, or does not have any of the keys it should have.",
        "Export it again: `gpg --export`.")]
    public static MirrorException KeyringUnusable(string path, string why, Exception? inner = null) => new(
        DiagnosticCodes.KeyringUnusable,
        inner is UnauthorizedAccessException
            ? $"The keyring {path} cannot be read by the user who runs this, or is a directory. Correct SignedBy, or let that user read the file."
            : $"The keyring {path} cannot be used: {why.TrimEnd('.')}. Export the repository's public keys again with 'gpg --export'.",
        inner);

    public static MirrorException NoKeyring() => new(
        DiagnosticCodes.KeyringUnusable,
        "No keyring is given to verify the repository with. Name the file with its keys in SignedBy.");

    [Documented(DiagnosticCodes.FingerprintInvalid, Severity.Error,
        "The text after a keyring in `SignedBy` is not a fingerprint.",
        "Write all 40 digits.")]
    public static MirrorException FingerprintInvalid(string word, string entry, int digits) => new(
        DiagnosticCodes.FingerprintInvalid,
        $"'{word}' in '{entry}' is not a key's fingerprint. Write all of its {digits} hexadecimal digits.");

    [Documented(DiagnosticCodes.SigningKeyUnusable, Severity.Error,
        "The signing key is missing, cannot be read, or is not allowed to sign.",
        "Export one that is: `gpg --export-secret-keys --armor`.")]
    public static MirrorException SigningKeyUnusable(string file, Exception inner) => new(
        DiagnosticCodes.SigningKeyUnusable,
        $"The signing key {file} cannot be used: {inner.Message}. Export a key that is allowed to sign with 'gpg --export-secret-keys --armor'.",
        inner);

    [Documented(DiagnosticCodes.SigningKeyLocked, Severity.Error,
        "The signing key's passphrase is missing or wrong.",
        "Set the right one in `CHANTAL_SIGNING_PASSPHRASE` or `SigningPassphraseFile`, or use a key that is not protected.")]
    public static MirrorException PassphraseMissing(string file) => new(
        DiagnosticCodes.SigningKeyLocked,
        $"The signing key {file} is protected by a passphrase, and none is given. Give the passphrase in CHANTAL_SIGNING_PASSPHRASE or SigningPassphraseFile, or use a key that is not protected.");

    public static MirrorException PassphraseWrong(string file, Exception inner) => new(
        DiagnosticCodes.SigningKeyLocked,
        $"The signing key {file} is protected by another passphrase than the one that is given. Give the right one there, or use a key that is not protected.",
        inner);

    [Documented(DiagnosticCodes.SigningCommandFailed, Severity.Error,
        "`SigningCommand` cannot be run, failed, or did not give a signature by `SigningKey` over the data.",
        "Run the command by hand, and check what it writes with `gpg --verify`.")]
    public static MirrorException SigningCommandFailed(string program, string form, string why, Exception? inner = null) => new(
        DiagnosticCodes.SigningCommandFailed,
        $"The SigningCommand {program} did not sign, called with '{form}': {why.TrimEnd('.')}. What is published stays. Correct the command, or name the public keys that it signs with in SigningKey.",
        inner);
}
