using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Why a signature that matches its file does not count.</summary>
/// <param name="Code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="What">What stands after "the file is signed …".</param>
/// <param name="Advice">What to do.</param>
internal sealed record Refusal(string Code, string What, string Advice)
{
    private const string UpdateKeyring = "replace the keyring by the repository's current keys";
    private const string TellOwner = "ask the repository's owner to sign with a strong key and digest";

    internal static Refusal WeakDigest(string key, string digest, string where) =>
        new(DiagnosticCodes.WeakDigest, $"by {key} {where} the weak digest algorithm {digest}", TellOwner);

    internal static Refusal WeakKey(string key, string weakness) =>
        new(DiagnosticCodes.WeakKey, $"by {key}, {weakness}", TellOwner);

    internal static Refusal ExpiredKey(string key, string expired, DateTimeOffset when) =>
        new(DiagnosticCodes.ExpiredKey, $"by {key}, but the {expired} expired on {when:yyyy-MM-dd}", UpdateKeyring);

    internal static Refusal ExpiredSignature(string key, DateTimeOffset when) => new(DiagnosticCodes.ExpiredSignature,
        $"by {key}, but the signature expired on {when:yyyy-MM-dd}", "wait until the repository is signed again, or tell its owner");

    internal static Refusal RevokedKey(string key, string revoked) => new(DiagnosticCodes.RevokedKey,
        $"by {key}, but its owner revoked the {revoked}", $"find out why, and {UpdateKeyring}");

    internal static Refusal KeyCannotSign(string key, string why) =>
        new(DiagnosticCodes.KeyNotBound, $"by {key}, {why}", UpdateKeyring);

    internal static Refusal UntimelySignature(string key) => new(DiagnosticCodes.ExpiredSignature,
        $"by {key}, but the signature is dated before its key or in the future",
        "check this computer's clock, and tell the repository's owner if that is right");

    internal static Refusal NotOverDocument(string key, string why) => new(DiagnosticCodes.SignatureMalformed,
        $"by {key}, {why}", "tell the repository's owner");

    internal MirrorException ToException(string name) => new(Code, $"{name} is signed {What}: {Advice}.");
}
