using Chantal.Diagnostics;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>
/// A secret key that signs metadata which was made here. Of the key and its subkeys that one signs which a
/// <see cref="SignatureVerifier"/> would believe: the newest subkey for signing, or else the primary key.
/// </summary>
internal sealed class SecretKeyring
{
    private const int MaxFileSize = 1 << 20;
    private const string PrivateKeyBlock = "PGP PRIVATE KEY BLOCK";

    private readonly SignatureMaker _maker;
    private readonly byte[] _certificate;

    private SecretKeyring(SignatureMaker maker, byte[] certificate)
    {
        _maker = maker;
        _certificate = certificate;
    }

    /// <summary>The fingerprint of the key that signs, in upper-case hex.</summary>
    public string SigningFingerprint => _maker.Fingerprint;

    /// <summary>Loads a secret key of version 4 (RFC 9580 section 10.2).</summary>
    /// <param name="file">The file, armored or binary, as <c>gpg --export-secret-keys</c> writes it.</param>
    /// <param name="passphrase">What the key is protected with; not looked at where it is not protected.</param>
    /// <param name="clock">What time it is: keys expire.</param>
    /// <exception cref="MirrorException">
    /// <see cref="DiagnosticCodes.SigningKeyUnusable"/> or <see cref="DiagnosticCodes.SigningKeyLocked"/>.
    /// </exception>
    public static SecretKeyring Load(string file, string? passphrase, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            var keys = ReadRing(ReadFile(file)).GetSecretKeys().ToList();
            var certificate = CertificateOf(keys);
            var key = Choose(keys, certificate, clock.GetUtcNow());
            return new SecretKeyring(new SignatureMaker(key.PublicKey, Unlock(key, passphrase, file)), certificate);
        }
        catch (InvalidDataException exception)
        {
            throw OpenPgpDiagnostics.SigningKeyUnusable(file, exception);
        }
    }

    /// <summary>The certificate, as packets.</summary>
    public byte[] Certificate => _certificate;

    /// <summary>A signature packet; see <see cref="SignatureMaker.Sign"/>.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, bool isText, DateTimeOffset date) => _maker.Sign(data, isText, date);

    private static byte[] ReadFile(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            var data = new byte[stream.Length <= MaxFileSize ? stream.Length : throw new InvalidDataException($"it is larger than {MaxFileSize >> 20} MiB")];
            stream.ReadExactly(data);
            return data;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException("it does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static PgpSecretKeyRing ReadRing(ReadOnlyMemory<byte> data)
    {
        var packets = Armor.IsText(data.Span) ? Armor.Decode(data, PrivateKeyBlock, alone: false) : data;
        List<PgpSecretKeyRing> rings;
        try
        {
            using var stream = new MemoryStream(packets.ToArray(), writable: false);
            rings = [.. new PgpSecretKeyRingBundle(stream).GetKeyRings()];
        }
        catch (Exception exception)
        {
            // BouncyCastle throws exceptions of every kind for what is not a key.
            throw new InvalidDataException("it is not an OpenPGP secret key", exception);
        }

        return rings switch
        {
            [var ring] => ring,
            [] => throw new InvalidDataException("it does not contain an OpenPGP secret key"),
            _ => throw new InvalidDataException($"it contains {rings.Count} keys, and nothing says which one is meant"),
        };
    }

    private static byte[] CertificateOf(List<PgpSecretKey> keys)
    {
        using var output = new MemoryStream();
        foreach (var key in keys)
        {
            key.PublicKey.Encode(output, forTransfer: true);
        }

        return output.ToArray();
    }

    private static PgpSecretKey Choose(List<PgpSecretKey> keys, byte[] encoded, DateTimeOffset now)
    {
        var certificate = CertificateReader.Read(encoded, []).FirstOrDefault() ?? throw new InvalidDataException("it does not contain an OpenPGP secret key of version 4");
        var judge = new KeyJudge(SignaturePolicy.Default, now);
        var reasons = new List<string>();
        foreach (var key in keys.Skip(1).OrderByDescending(k => k.PublicKey.CreationTime).Append(keys[0]))
        {
            var fingerprint = Convert.ToHexString(key.PublicKey.GetFingerprint());
            var subkey = certificate.Subkeys.FirstOrDefault(s => s.Key.Fingerprint == fingerprint);
            if (subkey is null && fingerprint != certificate.Primary.Fingerprint)
            {
                continue;
            }

            if ((judge.JudgeStrength(certificate, subkey) ?? judge.Judge(certificate, subkey)) is { } refusal)
            {
                reasons.Add($"nobody would believe what is signed {refusal.What}");
            }
            else if (key.IsPrivateKeyEmpty)
            {
                reasons.Add($"the secret part of {fingerprint} is not in it");
            }
            else
            {
                return key;
            }
        }

        throw new InvalidDataException(string.Join("; ", reasons));
    }

    private static PgpPrivateKey Unlock(PgpSecretKey key, string? passphrase, string file)
    {
        var isProtected = key.KeyEncryptionAlgorithm != SymmetricKeyAlgorithmTag.Null;
        if (isProtected && string.IsNullOrEmpty(passphrase))
        {
            throw OpenPgpDiagnostics.PassphraseMissing(file);
        }

        try
        {
            return key.ExtractPrivateKeyUtf8(isProtected ? passphrase!.ToCharArray() : []) ?? throw new InvalidDataException("its secret part is missing");
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            throw isProtected
                ? OpenPgpDiagnostics.PassphraseWrong(file, exception)
                : new InvalidDataException("its secret part is damaged", exception);
        }
    }
}
