using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;

namespace Chantal.OpenPgp;

/// <summary>A public key or subkey packet of version 4 or 6 (RFC 9580 sections 5.5.2.2 and 5.5.2.3); its numbers are decoded when needed.</summary>
internal sealed class KeyPacket
{
    private const int Version4NumbersStart = 6;

    // Version 6 states how long the numbers are.
    private const int Version6NumbersStart = 10;

    private readonly ReadOnlyMemory<byte> _body;
    private AsymmetricKeyParameter? _decoded;
    private EdwardsKey? _edwards;

    private KeyPacket(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Rsa = Algorithm is PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign && Numbers.Read(_body.Span[NumbersStart..], 2) is [var modulus, var exponent]
            ? new RsaKey(modulus, exponent)
            : null;
        Hashed = Framing.HashedKey(body);
        Fingerprint = Version == 6 ? Convert.ToHexString(SHA256.HashData(Hashed.Span)) : ComputeFingerprint(Hashed.Span);
    }

    /// <summary>The version, which the key's signatures have too.</summary>
    internal int Version => _body.Span[0];

    /// <summary>The fingerprint in upper-case hex; its last 16 digits are the key ID, of version 6 its first.</summary>
    internal string Fingerprint { get; }

    /// <summary>The key as signatures about it cover it.</summary>
    internal ReadOnlyMemory<byte> Hashed { get; }

    internal DateTimeOffset Created => DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(_body.Span[1..]));

    internal PublicKeyAlgorithmTag Algorithm => (PublicKeyAlgorithmTag)_body.Span[5];

    /// <summary>The numbers of an RSA key (section 5.5.5.1); null for every other, and for one that makes no sense.</summary>
    internal RsaKey? Rsa { get; }

    /// <summary>Understands a packet's body, or returns null for a version that is not supported.</summary>
    internal static KeyPacket? TryRead(ReadOnlyMemory<byte> body) =>
        body.Length <= ushort.MaxValue && body.Span switch
        {
            [4, _, _, _, _, _, _, ..] => true,
            [6, _, _, _, _, _, _, _, _, _, _, ..] => BinaryPrimitives.ReadUInt32BigEndian(body.Span[6..]) == body.Length - Version6NumbersStart,
            _ => false,
        }
            ? new KeyPacket(body) : null;

    /// <summary>Whether a key ID or fingerprint in upper-case hex names this key.</summary>
    internal bool IsNamed(string issuer) => Version == 6 ? Fingerprint.StartsWith(issuer, StringComparison.Ordinal) : Fingerprint.EndsWith(issuer, StringComparison.Ordinal);

    /// <summary>Whether it is a key of the kinds that <see cref="DecodeEdwards"/> reads.</summary>
    internal bool IsEdwards => EdwardsKey.Is(Algorithm, Version);

    /// <summary>The numbers of such a key. It throws various exceptions when they make no sense.</summary>
    internal EdwardsKey DecodeEdwards() => _edwards ??= EdwardsKey.Read(Algorithm, _body.Span[NumbersStart..]);

    /// <summary>
    /// The numbers of any other key, which BouncyCastle reads of version 4; they are the same in version 6. It throws various exceptions when
    /// they make no sense.
    /// </summary>
    internal AsymmetricKeyParameter Decode() =>
        _decoded ??= new PgpPublicKeyRing(new MemoryStream(Framing.Packet(Packet.PublicKey, (byte[])[4, .. _body.Span[1..Version4NumbersStart], .. _body.Span[NumbersStart..]]))).GetPublicKey().GetKey();

    private int NumbersStart => Version == 6 ? Version6NumbersStart : Version4NumbersStart;

    [SuppressMessage("Security", "CA5350", Justification = "Section 5.5.4.2 defines the fingerprint of a version 4 key with SHA-1.")]
    private static string ComputeFingerprint(ReadOnlySpan<byte> hashed) => Convert.ToHexString(SHA1.HashData(hashed));
}
