using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;

namespace Chantal.Core.Tests.OpenPgp;

/// <summary>A key of version 6, which gpg does not make: RSA (1), Ed25519 (27), Ed448 (28), and the last two with ML-DSA (30, 31).</summary>
internal sealed class Version6Key
{
    private const int DirectKey = 0x1f;
    private const int Sha512 = 10;

    private readonly Ed25519PrivateKeyParameters? _ed25519;
    private readonly Ed448PrivateKeyParameters? _ed448;
    private readonly AsymmetricCipherKeyPair? _lattice;
    private readonly AsymmetricCipherKeyPair? _rsa;
    private readonly MLDsaParameters? _form;
    private readonly int _algorithm;
    private readonly byte[] _body;

    public Version6Key(int algorithm)
    {
        var random = new SecureRandom();
        _algorithm = algorithm;
        _ed25519 = algorithm is 27 or 30 ? new Ed25519PrivateKeyParameters(random) : null;
        _ed448 = algorithm is 28 or 31 ? new Ed448PrivateKeyParameters(random) : null;
        _form = algorithm switch { 30 => MLDsaParameters.ml_dsa_65, 31 => MLDsaParameters.ml_dsa_87, _ => null };
        if (_form is not null)
        {
            var generator = new MLDsaKeyPairGenerator();
            generator.Init(new MLDsaKeyGenerationParameters(random, _form));
            _lattice = generator.GenerateKeyPair();
        }

        if (algorithm == 1)
        {
            var generator = new RsaKeyPairGenerator();
            generator.Init(new KeyGenerationParameters(random, 2048));
            _rsa = generator.GenerateKeyPair();
        }

        byte[] numbers =
        [
            .. _ed25519?.GeneratePublicKey().GetEncoded() ?? _ed448?.GeneratePublicKey().GetEncoded() ?? [],
            .. _rsa?.Public is RsaKeyParameters rsa ? (byte[])[.. Number(rsa.Modulus), .. Number(rsa.Exponent)] : [],
            .. _lattice is null ? [] : ((MLDsaPublicKeyParameters)_lattice.Public).GetEncoded(),
        ];
        _body = [6, .. BigEndian((uint)DateTimeOffset.UtcNow.AddDays(-9).ToUnixTimeSeconds()), (byte)algorithm, .. BigEndian((uint)numbers.Length), .. numbers];
    }

    /// <summary>The key with its own word that it may sign.</summary>
    public byte[] Certificate => [.. Packet(6, _body), .. Sign(DirectKey, Sha512, [27], Hashed)];

    /// <summary>The fingerprint in upper-case hex.</summary>
    public string Fingerprint => Convert.ToHexString(SHA256.HashData(Hashed));

    private byte[] Hashed => [0x9b, .. BigEndian((uint)_body.Length), .. _body];

    /// <summary>A signature packet over data.</summary>
    public byte[] Sign(byte[] data, int digest) => Sign(0, digest, [], data);

    private byte[] Sign(int type, int digest, int[] flags, byte[] data)
    {
        byte[] subpackets =
        [
            5, 2, .. BigEndian((uint)DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds()), 34, 33, 6, .. Convert.FromHexString(Fingerprint),
            .. flags.SelectMany(f => new byte[] { 2, (byte)f, 3 }),
        ];
        byte[] hashed = [6, (byte)type, (byte)_algorithm, (byte)digest, .. BigEndian((uint)subpackets.Length), .. subpackets];
        var salt = RandomNumberGenerator.GetBytes(digest is 10 or 14 ? 32 : 16);
        var name = digest switch { 8 => "SHA-256", 10 => "SHA-512", 11 => "SHA-224", 12 => "SHA3-256", _ => "SHA3-512" };
        byte[] signed = [.. salt, .. data, .. hashed, 6, 0xff, .. BigEndian((uint)hashed.Length)];
        var value = DigestUtilities.CalculateDigest(name, signed);
        return Packet(2, [.. hashed, 0, 0, 0, 0, value[0], value[1], (byte)salt.Length, .. salt, .. _rsa is null ? Numbers(value) : RsaNumber(name, signed)]);
    }

    private byte[] Numbers(byte[] value)
    {
        var point = new byte[_ed448 is null ? Ed25519PrivateKeyParameters.SignatureSize : Ed448PrivateKeyParameters.SignatureSize];
        _ed25519?.Sign(Ed25519.Algorithm.Ed25519, null, value, 0, value.Length, point, 0);
        _ed448?.Sign(Ed448.Algorithm.Ed448, [], value, 0, value.Length, point, 0);
        if (_form is null)
        {
            return point;
        }

        var signer = new MLDsaSigner(_form, deterministic: false);
        signer.Init(true, _lattice!.Private);
        signer.BlockUpdate(value, 0, value.Length);
        return [.. point, .. signer.GenerateSignature()];
    }

    private byte[] RsaNumber(string digest, byte[] signed)
    {
        var signer = SignerUtilities.GetSigner($"{digest}withRSA");
        signer.Init(true, _rsa!.Private);
        signer.BlockUpdate(signed, 0, signed.Length);
        return Number(new BigInteger(1, signer.GenerateSignature()));
    }

    private static byte[] Number(BigInteger number) => [(byte)(number.BitLength >> 8), (byte)number.BitLength, .. number.ToByteArrayUnsigned()];

    private static byte[] Packet(int tag, byte[] body) => [(byte)(0xc0 | tag), 255, .. BigEndian((uint)body.Length), .. body];

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
