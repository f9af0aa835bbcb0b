using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>Makes signatures of version 4 over data (RFC 9580 section 5.2.3).</summary>
internal sealed class SignatureMaker(PgpPublicKey key, PgpPrivateKey secret)
{
    /// <summary>What signatures hash with, as the header of a clear-signed message names it.</summary>
    internal const string HashName = "SHA512";

    /// <summary>The key's fingerprint in upper-case hex.</summary>
    internal string Fingerprint { get; } = Convert.ToHexString(key.GetFingerprint());

    /// <summary>A signature packet.</summary>
    /// <param name="data">The data; of a text, as its signatures cover it.</param>
    /// <param name="isText">Whether it is a signature of a text.</param>
    /// <param name="date">When it is made: not before the key, since nobody believes such a signature.</param>
    internal byte[] Sign(ReadOnlySpan<byte> data, bool isText, DateTimeOffset date)
    {
        var created = date.UtcDateTime < key.CreationTime ? key.CreationTime : date.UtcDateTime;
        var subpackets = new PgpSignatureSubpacketGenerator();
        subpackets.SetSignatureCreationTime(isCritical: false, created);
        subpackets.SetIssuerFingerprint(isCritical: false, key);

        var generator = new PgpSignatureGenerator(key.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(isText ? PgpSignature.CanonicalTextDocument : PgpSignature.BinaryDocument, secret);
        generator.SetHashedSubpackets(subpackets.Generate());
        generator.Update(data);
        using var output = new MemoryStream();
        generator.Generate().Encode(output);
        return output.ToArray();
    }

    /// <summary>Packets in ASCII armor.</summary>
    internal static byte[] Armored(IEnumerable<byte[]> packets)
    {
        using var output = new MemoryStream();
        using (var armor = new ArmoredOutputStream(output, addVersionHeader: false))
        {
            foreach (var packet in packets)
            {
                armor.Write(packet);
            }
        }

        return output.ToArray();
    }
}
