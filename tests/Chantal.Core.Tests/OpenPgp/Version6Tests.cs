using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>Keys and signatures of version 6 (RFC 9580), which gpg does not make: the RFC's own certificate, and signatures by its key.</summary>
[TestClass]
public sealed class Version6Tests : IDisposable
{
    /// <summary>The sample certificate of appendix A.3.</summary>
    internal const string Certificate = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----

        xioGY4d/4xsAAAAg+U2nu0jWCmHlZ3BqZYfQMxmZu52JGggkLq2EVD34laPCsQYf
        GwoAAABCBYJjh3/jAwsJBwUVCg4IDAIWAAKbAwIeCSIhBssYbE8GCaaX5NUt+mxy
        KwwfHifBilZwj2Ul7Ce62azJBScJAgcCAAAAAK0oIBA+LX0ifsDm185Ecds2v8lw
        gyU2kCcUmKfvBXbAf6rhRYWzuQOwEn7E/aLwIwRaLsdry0+VcallHhSu4RN6HWaE
        QsiPlR4zxP/TP7mhfVEe7XWPxtnMUMtf15OyA51YBM4qBmOHf+MZAAAAIIaTJINn
        +eUBXbki+PSAld2nhJh/LVmFsS+60WyvXkQ1wpsGGBsKAAAALAWCY4d/4wKbDCIh
        BssYbE8GCaaX5NUt+mxyKwwfHifBilZwj2Ul7Ce62azJAAAAAAQBIKbpGG2dWTX8
        j+VjFM21J0hqWlEg+bdiojWnKfA5AQpWUWtnNwDEM0g12vYxoWM8Y81W+bHBw805
        I8kWVkXU6vFOi+HWvv/ira7ofJu16NnoUkhclkUrk0mXubZvyl4GBg==
        -----END PGP PUBLIC KEY BLOCK-----

        """;

    internal const string Fingerprint = "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9";

    private readonly TemporaryDirectory _directory = new();

    private string Keys => _directory.Write("keys.asc", Encoding.ASCII.GetBytes(Certificate));

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    [DataRow("SHA256", 16)]
    [DataRow("SHA512", 32)]
    public void A_signature_by_the_sample_key_is_good(string digest, int saltLength)
    {
        var data = "signed"u8.ToArray();

        foreach (var keyring in new[] { Keys, $"{Keys} {Fingerprint}" })
        {
            Assert.AreEqual(Fingerprint, Verify(keyring, data, Sign(data, digest, saltLength)).Signatures.Single().PrimaryFingerprint);
        }
    }

    [TestMethod]
    public void What_is_not_signed_so_is_refused()
    {
        var data = "signed"u8.ToArray();
        var good = Sign(data, "SHA512", 32);
        var changed = good.ToArray();
        changed[^1] ^= 1;

        Assert.AreEqual(DiagnosticCodes.BadSignature, Refuse(data, changed));
        Assert.AreEqual(DiagnosticCodes.BadSignature, Refuse("another"u8.ToArray(), good));
        Assert.AreEqual(DiagnosticCodes.SignatureMalformed, Refuse(data, Sign(data, "SHA512", 16)));
        Assert.AreEqual(DiagnosticCodes.SignatureMalformed, Refuse(data, good[..60]));
    }

    [TestMethod]
    [DataRow(1, 8)]
    [DataRow(1, 12)]
    [DataRow(1, 14)]
    [DataRow(27, 8)]
    [DataRow(27, 12)]
    [DataRow(28, 10)]
    [DataRow(28, 14)]
    [DataRow(30, 8)]
    [DataRow(30, 10)]
    [DataRow(30, 12)]
    [DataRow(31, 8)]
    [DataRow(31, 14)]
    public void Keys_of_each_algorithm_and_digest_sign_and_what_they_did_not_sign_is_refused(int algorithm, int digest)
    {
        var data = "signed"u8.ToArray();
        var key = new Version6Key(algorithm);
        var keyring = _directory.Write("key.pgp", key.Certificate);
        var good = key.Sign(data, digest);
        Assert.AreEqual(key.Fingerprint, Verify(keyring, data, good).Signatures.Single().PrimaryFingerprint);

        // The numbers are at the end; of two signatures each counts.
        var length = algorithm switch { 1 => 200, 27 => 64, 28 => 114, 30 => 64 + 3309, _ => 114 + 4627 };
        foreach (var at in new[] { good.Length - length, good.Length - 1 })
        {
            var changed = good.ToArray();
            changed[at] ^= 1;
            Assert.AreEqual(DiagnosticCodes.BadSignature, Refuse(keyring, data, changed));
        }

        Assert.AreEqual(DiagnosticCodes.BadSignature, Refuse(keyring, "another"u8.ToArray(), good));
    }

    [TestMethod]
    [DataRow(27, 11)]
    [DataRow(28, 8)]
    [DataRow(28, 12)]
    [DataRow(30, 11)]
    [DataRow(31, 11)]
    public void A_digest_that_is_too_short_for_the_algorithm_is_refused(int algorithm, int digest)
    {
        var data = "signed"u8.ToArray();
        var key = new Version6Key(algorithm);
        Assert.AreEqual(DiagnosticCodes.BadSignature, Refuse(_directory.Write("key.pgp", key.Certificate), data, key.Sign(data, digest)));
    }

    [TestMethod]
    public void Composite_keys_are_of_version_6_only() => Assert.IsNotNull(SignaturePolicy.Default.WeaknessOf(KeyPacket.TryRead(new byte[] { 4, 0, 0, 0, 1, 30, 1 })!));

    private string Refuse(byte[] data, byte[] signature) => Refuse(Keys, data, signature);

    private static string Refuse(string keyring, byte[] data, byte[] signature) => Assert.ThrowsExactly<MirrorException>(() => Verify(keyring, data, signature)).Code;

    private static VerifiedMessage Verify(string keyring, byte[] data, byte[] signature) =>
        new SignatureVerifier(Keyring.Load(KeyringFile.ParseList(keyring, "/")), TimeProvider.System).VerifyDetached(data, signature, "data");

    /// <summary>A signature packet by the sample key, whose secret part appendix A.4 states.</summary>
    internal static byte[] Sign(byte[] data, string digest, int saltLength)
    {
        var secret = Convert.FromBase64String("GXKBexK+cH6NX1hs5hNhIB00TrJmosgv3mg1ditlsLc=");
        byte[] created = [5, 2, .. BigEndian((uint)DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds())];
        byte[] issuer = [34, 33, 6, .. Convert.FromHexString(Fingerprint)];
        byte[] hashed = [6, 0, 27, (byte)(digest == "SHA256" ? 8 : 10), .. BigEndian((uint)(created.Length + issuer.Length)), .. created, .. issuer];
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        using var hash = IncrementalHash.CreateHash(new HashAlgorithmName(digest));
        foreach (var part in new[] { salt, data, hashed, [6, 0xff], BigEndian((uint)hashed.Length) })
        {
            hash.AppendData(part);
        }

        var value = hash.GetHashAndReset();
        var numbers = new byte[64];
        Ed25519.Sign(secret, 0, value, 0, value.Length, numbers, 0);
        byte[] body = [.. hashed, 0, 0, 0, 0, value[0], value[1], (byte)saltLength, .. salt, .. numbers];
        return [0xc2, 255, .. BigEndian((uint)body.Length), .. body];
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
