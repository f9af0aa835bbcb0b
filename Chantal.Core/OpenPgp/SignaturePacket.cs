using System.Buffers.Binary;
using Org.BouncyCastle.Bcpg;

namespace Chantal.OpenPgp;

/// <summary>
/// A version 4 signature packet (RFC 9580 section 5.2.3). Everything but the hints about the issuer and the embedded
/// signature, which proves itself, comes from the hashed area only: anyone can change the other.
/// </summary>
internal sealed class SignaturePacket
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _hashedEnd;
    private readonly int _numbersStart;
    private readonly IReadOnlyList<Subpacket> _hashed;
    private readonly IReadOnlyList<Subpacket> _unhashed;

    private SignaturePacket(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _hashedEnd = 6 + ReadLength(body, 4);
        var unhashedEnd = _hashedEnd + 2 + ReadLength(body, _hashedEnd);
        _numbersStart = unhashedEnd + 2;
        if (_numbersStart > body.Length)
        {
            throw new InvalidDataException("a signature packet is cut short");
        }

        _hashed = Subpacket.ReadAll(body[6.._hashedEnd]);
        _unhashed = Subpacket.ReadAll(body[(_hashedEnd + 2)..unhashedEnd]);
    }

    internal int Type => _body.Span[1];

    internal PublicKeyAlgorithmTag Algorithm => (PublicKeyAlgorithmTag)_body.Span[2];

    internal HashAlgorithmTag Digest => (HashAlgorithmTag)_body.Span[3];

    /// <summary>When it was made; null breaks section 5.2.3.11, and the signature must not count.</summary>
    internal DateTimeOffset? Created => ReadSeconds(Subpacket.Created) is { } seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>When it expires, or null for never.</summary>
    internal DateTimeOffset? Expires => ReadSeconds(Subpacket.Expires) is { } seconds and > 0 ? Created?.AddSeconds(seconds) : null;

    /// <summary>For how long the key it is about is valid, or null for ever.</summary>
    internal TimeSpan? KeyLifetime => ReadSeconds(Subpacket.KeyExpires) is { } seconds and > 0
        ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether the key it is about may sign data; null when nothing is said.</summary>
    internal bool? MaySign => Find(_hashed, Subpacket.KeyFlags) is { } flags ? flags.Span is [var first, ..] && (first & 2) != 0 : null;

    internal IEnumerable<int> CriticalTypes => _hashed.Where(subpacket => subpacket.Critical).Select(subpacket => subpacket.Type);

    /// <summary>Key IDs and version 4 fingerprints of the signer, in upper-case hex, as far as it says.</summary>
    internal IEnumerable<string> Issuers => _hashed.Concat(_unhashed)
        .Where(subpacket => subpacket.Type == Subpacket.IssuerFingerprint && subpacket.Data.Span is [4, ..] && subpacket.Data.Length == 21)
        .Select(subpacket => Convert.ToHexString(subpacket.Data.Span[1..]))
        .Concat(_hashed.Concat(_unhashed)
            .Where(subpacket => subpacket.Type == Subpacket.IssuerKeyId && subpacket.Data.Length == 8)
            .Select(subpacket => Convert.ToHexString(subpacket.Data.Span)))
        .Distinct();

    /// <summary>The signatures that a subkey made to confirm its binding (section 5.2.3.34).</summary>
    internal IEnumerable<SignaturePacket> Embedded => _hashed.Concat(_unhashed)
        .Where(subpacket => subpacket.Type == Subpacket.EmbeddedSignature)
        .Select(subpacket => TryRead(subpacket.Data))
        .OfType<SignaturePacket>();

    /// <summary>Understands a packet's body, or returns null for a version that is not supported.</summary>
    /// <exception cref="InvalidDataException">The packet is malformed.</exception>
    internal static SignaturePacket? Read(ReadOnlyMemory<byte> body) =>
        body.Span is [4, _, _, _, _, _, ..] ? new SignaturePacket(body) : body.Span is [] or [4, ..]
            ? throw new InvalidDataException("a signature packet is cut short") : null;

    /// <summary>Understands a packet's body, or returns null when that is not possible.</summary>
    internal static SignaturePacket? TryRead(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Read(body);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether the key made this signature over the parts, one after the other.</summary>
    internal bool Matches(KeyPacket key, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        if (Algorithm != key.Algorithm || SignatureDigest.Compute(Digest, _body.Span[.._hashedEnd], parts) is not { } digest)
        {
            return false;
        }

        try
        {
            return SignatureNumbers.Match(key, Digest, digest, _body.Span[_numbersStart..]);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // BouncyCastle throws whatever comes up on numbers that make no sense: such a signature matches nothing.
            return false;
        }
    }

    private static int ReadLength(ReadOnlyMemory<byte> body, int position) => position + 2 <= body.Length
        ? BinaryPrimitives.ReadUInt16BigEndian(body.Span[position..])
        : throw new InvalidDataException("a signature packet is cut short");

    private static ReadOnlyMemory<byte>? Find(IReadOnlyList<Subpacket> area, int type)
    {
        // Of several the last counts (section 5.2.3.9).
        for (var i = area.Count - 1; i >= 0; i--)
        {
            if (area[i].Type == type)
            {
                return area[i].Data;
            }
        }

        return null;
    }

    private long? ReadSeconds(int type) => Find(_hashed, type) is { Length: 4 } data
        ? BinaryPrimitives.ReadUInt32BigEndian(data.Span) : null;
}
