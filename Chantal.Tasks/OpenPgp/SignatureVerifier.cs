using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Verifies signatures over files with the keys of a keyring, and with a policy (RFC 9580 section 5.2).</summary>
/// <param name="keyring">The keys that may vouch.</param>
/// <param name="clock">What time it is: keys and signatures expire.</param>
public sealed class SignatureVerifier(Keyring keyring, TimeProvider clock)
{
    /// <summary>Verifies a clear-signed file (section 7).</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <exception cref="MirrorException">The file is not acceptable; see the codes 30xx.</exception>
    public VerifiedMessage VerifyClearSigned(ReadOnlyMemory<byte> file, string name)
    {
        var message = ClearSignedMessage.Parse(file, name);
        return new VerifiedMessage(message.Payload, Verify(message.SignedBytes, message.SignatureBlock, name));
    }

    /// <summary>Verifies data with signatures that stand beside it (section 10.4).</summary>
    /// <param name="data">The signed data.</param>
    /// <param name="signature">The signatures, armored or binary.</param>
    /// <param name="name">What to call the signed file in messages.</param>
    /// <exception cref="MirrorException">The data is not acceptable; see the codes 30xx.</exception>
    public VerifiedMessage VerifyDetached(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> signature, string name) =>
        new(data, Verify(data, signature, name));

    private List<VerifiedSignature> Verify(ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> signatures, string name)
    {
        var good = new List<VerifiedSignature>();
        foreach (var signature in SignatureReader.Read(signatures, name))
        {
            foreach (var (certificate, subkey) in keyring.Find([.. signature.Issuers]))
            {
                var key = subkey?.Key ?? certificate.Primary;
                if (!signature.Matches(key, signed))
                {
                    throw new MirrorException(DiagnosticCodes.BadSignature, $"{name}: bad signature by {key.Fingerprint}.");
                }

                good.Add(new VerifiedSignature(certificate.Primary.Fingerprint, key.Fingerprint, signature.Created ?? clock.GetUtcNow()));
            }
        }

        return good;
    }
}
