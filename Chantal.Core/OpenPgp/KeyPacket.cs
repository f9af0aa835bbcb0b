using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;

namespace Chantal.OpenPgp;

/// <summary>A version 4 public key or subkey packet (RFC 9580 section 5.5.2.2); its numbers are decoded when needed.</summary>
internal sealed class KeyPacket
{
    private readonly ReadOnlyMemory<byte> _body;
    private AsymmetricKeyParameter? _decoded;

    private KeyPacket(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Rsa = Algorithm is PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign && Numbers.Read(_body.Span[6..], 2) is [var modulus, var exponent]
            ? new RsaKey(modulus, exponent)
            : null;
        Hashed = Framing.HashedKey(body);
        Fingerprint = ComputeFingerprint(Hashed.Span);
    }

    /// <summary>The fingerprint in upper-case hex; its last 16 digits are the key ID.</summary>
    internal string Fingerprint { get; }

    /// <summary>The key as signatures about it cover it.</summary>
    internal ReadOnlyMemory<byte> Hashed { get; }

    internal DateTimeOffset Created => DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(_body.Span[1..]));

    internal PublicKeyAlgorithmTag Algorithm => (PublicKeyAlgorithmTag)_body.Span[5];

    /// <summary>The numbers of an RSA key (section 5.5.5.1); null for every other, and for one that makes no sense.</summary>
    internal RsaKey? Rsa { get; }

    /// <summary>Understands a packet's body, or returns null for a version that is not supported.</summary>
    internal static KeyPacket? TryRead(ReadOnlyMemory<byte> body) =>
        body.Span is [4, _, _, _, _, _, _, ..] && body.Length <= ushort.MaxValue ? new KeyPacket(body) : null;

    /// <summary>Whether a key ID or fingerprint in upper-case hex names this key.</summary>
    internal bool IsNamed(string issuer) => Fingerprint.EndsWith(issuer, StringComparison.Ordinal);

    /// <summary>The numbers of a key that is not RSA. BouncyCastle throws various exceptions when they make no sense.</summary>
    internal AsymmetricKeyParameter Decode() => _decoded ??=
        new PgpPublicKeyRing(new MemoryStream(Framing.Packet(Packet.PublicKey, _body))).GetPublicKey().GetKey();

    [SuppressMessage("Security", "CA5350", Justification = "Section 5.5.4.2 defines the fingerprint of a version 4 key with SHA-1.")]
    private static string ComputeFingerprint(ReadOnlySpan<byte> hashed) => Convert.ToHexString(SHA1.HashData(hashed));
}
