using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Verifies signatures over files with the keys of a keyring, and with a policy (RFC 9580 section 5.2).</summary>
/// <param name="keyring">The keys that may have signed.</param>
/// <param name="clock">What time it is: keys and signatures expire.</param>
/// <param name="use">What the signatures are on.</param>
/// <param name="policy">What is good enough; null: the default.</param>
internal sealed class SignatureVerifier(Keyring keyring, TimeProvider clock, SignatureUse use = SignatureUse.Root, SignaturePolicy? policy = null)
{
    private readonly SignatureJudge _judge = new(policy ?? SignaturePolicy.Default, clock.GetUtcNow(), acceptsLapsedKeys: use == SignatureUse.Package);

    /// <summary>Verifies what a signer made.</summary>
    public static SignatureVerifier Of(IMetadataSigner signer, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return new SignatureVerifier(Keyring.Of(PublicKeys.Of(signer.ExportPublic())), clock);
    }

    /// <summary>Verifies a clear-signed file (section 7).</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="MirrorException">The file is not acceptable; see the codes 30xx.</exception>
    public VerifiedMessage VerifyClearSigned(ReadOnlyMemory<byte> file, string name)
    {
        var message = ClearSignedMessage.Parse(file, name);
        return new VerifiedMessage(message.Payload, Verify([message.SignedBytes], message.SignedBytes, message.SignatureBlock, name));
    }

    /// <summary>Verifies data with signatures that stand beside it (section 10.4).</summary>
    /// <param name="data">The signed data.</param>
    /// <param name="signature">The signatures, armored or binary.</param>
    /// <param name="name">What to call the signed file in messages.</param>
    /// <exception cref="MirrorException">The data is not acceptable; see the codes 30xx.</exception>
    public VerifiedMessage VerifyDetached(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> signature, string name) =>
        new(data, Verify([data], data, signature, name));

    /// <summary>Verifies data that is too large to hold, with signatures that stand beside it.</summary>
    /// <param name="parts">The signed data, one part after the other; read once for each signature, and each part before the next one is asked for.</param>
    /// <param name="signature">The signatures, armored or binary.</param>
    /// <param name="name">What to call the signed file in messages.</param>
    /// <exception cref="MirrorException">The data is not acceptable; see the codes 30xx.</exception>
    public IReadOnlyList<VerifiedSignature> VerifyDetached(IEnumerable<ReadOnlyMemory<byte>> parts, ReadOnlyMemory<byte> signature, string name) =>
        Verify(parts, null, signature, name);

    private List<VerifiedSignature> Verify(IEnumerable<ReadOnlyMemory<byte>> signed, ReadOnlyMemory<byte>? text, ReadOnlyMemory<byte> signatures, string name)
    {
        var good = new List<VerifiedSignature>();
        var unknown = new List<string>();
        Refusal? refusal = null;
        foreach (var signature in SignatureReader.Read(signatures, name).Where(s => s.Version != 3 || use == SignatureUse.Package))
        {
            var issuers = signature.Issuers;
            var candidates = keyring.Find(issuers);
            if (candidates.Count == 0)
            {
                unknown.Add(issuers.Count > 0 ? issuers[0] : "an unnamed key");
                continue;
            }

            var verdict = _judge.Judge(signature, candidates, signed, text, name);
            refusal ??= verdict.Refusal;
            if (verdict.Good is { } one)
            {
                good.Add(one);
            }
        }

        // An old key may keep signing beside its successor: one good signature is enough, as for apt and gpgv.
        return good.Count > 0 ? good : throw refusal?.ToException(name) ?? OpenPgpDiagnostics.UnknownKey(name, [.. unknown.Distinct()]);
    }
}
