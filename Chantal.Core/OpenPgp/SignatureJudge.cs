using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Judges one signature over data (RFC 9580 section 5.2).</summary>
/// <param name="policy">What is good enough.</param>
/// <param name="now">What time it is.</param>
/// <param name="acceptsLapsedKeys">Whether a key may have expired since it signed.</param>
internal sealed class SignatureJudge(SignaturePolicy policy, DateTimeOffset now, bool acceptsLapsedKeys)
{
    private const int BinaryDocument = 0x00;
    private const int TextDocument = 0x01;

    private readonly KeyJudge _keys = new(policy, now);

    /// <summary>Judges a signature by a key of the keyring.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="candidates">The keys that may have made it.</param>
    /// <param name="signed">The data, one part after the other.</param>
    /// <param name="text">The data as text, or null if it is not text.</param>
    /// <param name="name">What to call the data in messages.</param>
    /// <returns>The good signature, or why it does not count.</returns>
    /// <exception cref="MirrorException">The signature does not match the data.</exception>
    internal (VerifiedSignature? Good, Refusal? Refusal) Judge(
        SignaturePacket signature, IReadOnlyList<(Certificate Certificate, Subkey? Subkey)> candidates,
        IEnumerable<ReadOnlyMemory<byte>> signed, ReadOnlyMemory<byte>? text, string name)
    {
        var first = candidates[0];
        var refusal = JudgeForm(signature, Key(first), text is not null);
        for (var i = 0; i < candidates.Count && refusal is null; i++)
        {
            refusal = _keys.JudgeStrength(candidates[i].Certificate, candidates[i].Subkey);
        }

        if (refusal is not null)
        {
            return (null, refusal);
        }

        var data = signature.Type == TextDocument ? [SignatureDigest.CanonicalText(text!.Value)] : signed;

        // Key IDs may collide, and a subkey may stand below two primary keys.
        var matching = candidates.Where(candidate => signature.Matches(Key(candidate), data)).ToList();
        if (matching.Count == 0)
        {
            throw OpenPgpDiagnostics.BadSignature(name, Key(first).Fingerprint);
        }

        foreach (var (certificate, subkey) in matching)
        {
            var key = subkey?.Key ?? certificate.Primary;
            var why = JudgeContent(signature, key) ?? _keys.Judge(certificate, subkey);
            if (why is not null && acceptsLapsedKeys && signature.Created is { } created)
            {
                why = JudgeContent(signature, key) ?? new KeyJudge(policy, created).Judge(certificate, subkey);
            }

            if (why is null)
            {
                return (new VerifiedSignature(certificate.Primary.Fingerprint, key.Fingerprint, signature.Created!.Value), null);
            }

            refusal ??= why;
        }

        return (null, refusal);
    }

    private static KeyPacket Key((Certificate Certificate, Subkey? Subkey) candidate) =>
        candidate.Subkey?.Key ?? candidate.Certificate.Primary;

    private Refusal? JudgeForm(SignaturePacket signature, KeyPacket key, bool isText) => signature switch
    {
        { Type: var type } when type != BinaryDocument && !(type == TextDocument && isText) =>
            OpenPgpDiagnostics.NotOverDocument(key.Fingerprint, $"but its type 0x{signature.Type:x2} is not one for data"),
        _ when !policy.AcceptsDataDigest(signature) => OpenPgpDiagnostics.WeakDigest(
            key.Fingerprint, signature.Digest.ToString().ToUpperInvariant(), "with"),
        _ => null,
    };

    private Refusal? JudgeContent(SignaturePacket signature, KeyPacket key)
    {
        if (!policy.Understands(signature))
        {
            return OpenPgpDiagnostics.NotOverDocument(key.Fingerprint, "but the signature has critical content that is not understood");
        }

        if (!policy.IsTimely(signature, key, now))
        {
            return OpenPgpDiagnostics.UntimelySignature(key.Fingerprint);
        }

        return signature.Expires is { } expires && expires <= now ? OpenPgpDiagnostics.ExpiredSignature(key.Fingerprint, expires) : null;
    }
}
