using Chantal.Diagnostics;

namespace Chantal.Apk.Signing;

/// <summary>What keys and signatures of apk files report.</summary>
internal static class SigningDiagnostics
{
    private const string GetKey = "Download the repository's public key from a place that you trust, keep its file name, and add it to SignedBy.";

    public static MirrorException KeyUnknown(string name, IEnumerable<string> keys) => new(
        DiagnosticCodes.UnknownKey,
        $"{name} is signed by {string.Join(" and ", keys.Select(k => $"'{k}'"))}, and SignedBy does not name a file with that name. {GetKey}");

    public static MirrorException SignatureBad(string name, string key) => new(
        DiagnosticCodes.BadSignature,
        $"The signature of {name} by '{key}' does not match: the file was changed after it was signed, or the key is another one of the same name. Try again later, and use another upstream if it stays so.");

    public static MirrorException KeyMissing(string file, Exception inner) => new(
        DiagnosticCodes.KeyringMissing,
        $"The key {file} does not exist. Correct the path in SignedBy, or put the repository's public key there.",
        inner);

    public static MirrorException KeyUnusable(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.KeyringUnusable,
        $"The key {file} cannot be used: {why}. {GetKey}",
        inner);

    public static MirrorException KeyNamedTwice(string name) => new(
        DiagnosticCodes.KeyringUnusable,
        $"SignedBy names two files that are called '{name}', and signatures name their keys by the files' names. Remove one of them.");

    public static MirrorException SigningKeyUnusable(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.SigningKeyUnusable,
        $"The signing key {file} cannot be used: {why}. For MirrorType=apk, SigningKey is an RSA private key in PEM: make one with 'openssl genrsa -out me@example.org.rsa 4096', or convert one with 'openssl pkcs8 -topk8'.",
        inner);

    public static MirrorException PassphraseMissing(string file) => new(
        DiagnosticCodes.SigningKeyLocked,
        $"The signing key {file} is protected by a passphrase, and none is given. Set the passphrase in CHANTAL_SIGNING_PASSPHRASE, or use a key that is not protected.");

    public static MirrorException PassphraseWrong(string file, Exception inner) => new(
        DiagnosticCodes.SigningKeyLocked,
        $"The signing key {file} is protected by another passphrase than the one that is given. Set the right one in CHANTAL_SIGNING_PASSPHRASE, or use a key that is not protected.",
        inner);
}
