using Chantal.Diagnostics;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>
/// Verifies signatures against a keyring, strictly. At least one good signature of a key in the keyring is needed;
/// signatures of keys that are not in it do not count; one of a key that is in it but does not verify fails the whole, since
/// then somebody changed the text.
/// </summary>
public sealed class SignatureVerifier(Keyring keyring, TimeProvider clock, SignaturePolicy? policy = null)
{
    private const string ArmorKind = "PGP SIGNATURE";

    private readonly SignatureJudge _judge = new(policy ?? new SignaturePolicy(), clock);

    /// <summary>Verifies a clear-signed file (RFC 9580 §7).</summary>
    /// <param name="file">The file's content.</param>
    /// <param name="name">What errors call it.</param>
    public VerifiedMessage VerifyClearSigned(ReadOnlyMemory<byte> file, string name)
    {
        var message = ClearSignedMessage.Parse(file, name);
        return new VerifiedMessage(message.Payload, Verify(message.SignedBytes, message.SignatureBlock.Span, name));
    }

    /// <summary>Verifies a file by a detached signature (RFC 9580 §10.4), armored or binary.</summary>
    /// <param name="data">The file's content.</param>
    /// <param name="signature">The signatures.</param>
    /// <param name="name">What errors call the file.</param>
    public VerifiedMessage VerifyDetached(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> signature, string name) =>
        new(data, Verify(data, signature.Span, name));

    private List<VerifiedSignature> Verify(ReadOnlyMemory<byte> data, ReadOnlySpan<byte> block, string name)
    {
        var signatures = Read(block, name);
        if (signatures.Count == 0)
        {
            throw new MirrorException(DiagnosticCodes.NotSigned, $"'{name}' carries no signature; report it to whoever runs the upstream.");
        }

        var good = new List<VerifiedSignature>();
        var unknown = new List<string>();
        MirrorException? refusal = null;
        foreach (var signature in signatures)
        {
            var keys = keyring.Find(signature.KeyId);
            if (keys.Count == 0)
            {
                unknown.Add(signature.KeyId.ToString("X16"));
            }

            foreach (var key in keys)
            {
                var verdict = _judge.Judge(signature, key, data.Span, name);
                if (verdict is null)
                {
                    good.Add(new VerifiedSignature(key.PrimaryFingerprint, key.Fingerprint, new DateTimeOffset(signature.CreationTime.ToUniversalTime(), TimeSpan.Zero)));
                }
                else if (verdict.Code == DiagnosticCodes.BadSignature)
                {
                    throw verdict;
                }

                refusal ??= verdict;
            }
        }

        return good.Count > 0 ? good : throw refusal ?? new MirrorException(
            DiagnosticCodes.UnknownKey,
            $"'{name}' is signed by {string.Join(", ", unknown.Distinct())}, which is not in the keyring; if the upstream has a new key, get it on a way you trust and add it to SignedBy.");
    }

    private static List<PgpSignature> Read(ReadOnlySpan<byte> block, string name)
    {
        try
        {
            if (block.Length > ClearSignedMessage.MaxSignatureLength)
            {
                throw new FormatException("it is too long");
            }

            var parts = ArmoredBlock.IsIn(block, ArmorKind) ? ArmoredBlock.Decode(block, ArmorKind) : [block.ToArray()];
            return [.. parts.SelectMany(ReadPackets)];
        }
        catch (Exception exception) when (BouncyCastleFault.Is(exception))
        {
            throw new MirrorException(
                DiagnosticCodes.SignatureMalformed, $"The signature of '{name}' cannot be read ({exception.Message.ReplaceLineEndings(" ")}); report it to whoever runs the upstream.", exception);
        }
    }

    private static IEnumerable<PgpSignature> ReadPackets(byte[] block)
    {
        var factory = new PgpObjectFactory(new MemoryStream(block));
        while (factory.NextPgpObject() is { } found)
        {
            if (found is not PgpSignatureList list)
            {
                throw new FormatException("it holds something else than signatures");
            }

            for (var i = 0; i < list.Count; i++)
            {
                yield return list[i];
            }
        }
    }
}
