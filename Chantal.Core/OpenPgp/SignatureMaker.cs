using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>Makes signatures of version 4 over data (RFC 9580 section 5.2.3).</summary>
internal sealed class SignatureMaker(PgpPublicKey key, PgpPrivateKey secret, TimeProvider clock)
{
    /// <summary>The key's fingerprint in upper-case hex.</summary>
    internal string Fingerprint { get; } = Convert.ToHexString(key.GetFingerprint());

    internal byte[] SignDetached(ReadOnlySpan<byte> data)
    {
        var subpackets = new PgpSignatureSubpacketGenerator();
        subpackets.SetSignatureCreationTime(isCritical: false, clock.GetUtcNow().UtcDateTime);
        subpackets.SetIssuerFingerprint(isCritical: false, key);

        var generator = new PgpSignatureGenerator(key.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(PgpSignature.BinaryDocument, secret);
        generator.SetHashedSubpackets(subpackets.Generate());
        generator.Update(data);
        var signature = generator.Generate();
        return Armored(signature.Encode);
    }

    /// <summary>What is written, in ASCII armor.</summary>
    internal static byte[] Armored(Action<Stream> write)
    {
        using var output = new MemoryStream();
        using (var armor = new ArmoredOutputStream(output, addVersionHeader: false))
        {
            write(armor);
        }

        return output.ToArray();
    }
}
