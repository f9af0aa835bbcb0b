using Chantal.Diagnostics;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>A secret key that signs metadata which was made here (RFC 9580 §5.5.3, §10.4).</summary>
public sealed class SecretKeyring
{
    private readonly PgpSecretKeyRing _ring;
    private readonly PgpSecretKey _key;
    private readonly PgpPrivateKey _private;

    private SecretKeyring(PgpSecretKeyRing ring, PgpSecretKey key, PgpPrivateKey @private)
    {
        _ring = ring;
        _key = key;
        _private = @private;
    }

    /// <summary>Loads a key.</summary>
    /// <param name="file">The file, armored or binary, as <c>gpg --export-secret-keys</c> writes it.</param>
    /// <param name="passphrase">What protects the key, or null for nothing.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.SigningKeyUnusable"/>.</exception>
    public static SecretKeyring Load(string file, string? passphrase)
    {
        try
        {
            using var stream = PgpUtilities.GetDecoderStream(File.OpenRead(file));
            var rings = new PgpSecretKeyRingBundle(stream).GetKeyRings().ToList();
            if (rings.Count != 1)
            {
                throw Unusable(file, $"it holds {rings.Count} keys; one is needed");
            }

            var key = rings[0].GetSecretKeys().LastOrDefault(CanSign) ?? throw Unusable(file, "it holds no key that signs");
            return key.ExtractPrivateKeyUtf8(passphrase?.ToCharArray() ?? []) is { } @private
                ? new SecretKeyring(rings[0], key, @private)
                : throw Unusable(file, "the secret part is not in it");
        }
        catch (Exception exception) when (exception is PgpException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(file, exception is PgpException ? "it is no secret key, or its passphrase is not what CHANTAL_SIGNING_PASSPHRASE holds" : exception.Message, exception);
        }
    }

    /// <summary>A detached, armored signature over the data.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var generator = new PgpSignatureGenerator(_key.PublicKey.Algorithm, HashAlgorithmTag.Sha512);
        generator.InitSign(PgpSignature.BinaryDocument, _private);
        var subpackets = new PgpSignatureSubpacketGenerator();
        subpackets.SetIssuerFingerprint(isCritical: false, _key.PublicKey);
        generator.SetHashedSubpackets(subpackets.Generate());
        generator.Update(data);
        return Armored(output => generator.Generate().Encode(output));
    }

    /// <summary>The public key, armored, for clients to trust.</summary>
    public byte[] ExportPublic() => Armored(output =>
    {
        foreach (var key in _ring.GetSecretKeys())
        {
            key.PublicKey.Encode(output);
        }
    });

    // What a key is for stands in the signature that binds it: the newest one that says so counts.
    private static bool CanSign(PgpSecretKey key) =>
        key.IsSigningKey && !key.IsPrivateKeyEmpty
        && (key.PublicKey.GetSignatures().Select(s => s.GetHashedSubPackets()?.GetKeyFlags() ?? 0).FirstOrDefault(f => f != 0) is var flags && (flags == 0 || (flags & PgpKeyFlags.CanSign) != 0));

    private static byte[] Armored(Action<Stream> write)
    {
        using var output = new MemoryStream();
        using (var armored = new ArmoredOutputStream(output, addVersionHeader: false))
        {
            write(armored);
        }

        return output.ToArray();
    }

    private static MirrorException Unusable(string file, string why, Exception? inner = null) =>
        new(DiagnosticCodes.SigningKeyUnusable, $"The SigningKey '{file}' cannot be used: {why}. Export it with gpg --export-secret-keys --armor.", inner);
}
