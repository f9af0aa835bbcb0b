using System.Buffers.Binary;
using Org.BouncyCastle.Bcpg;

namespace Chantal.OpenPgp;

/// <summary>
/// A signature packet of version 4 or 6 (RFC 9580 section 5.2.3), or of version 3 (section 5.2.2), which older packages carry: it says when it was
/// made and by which key, and nothing else. Everything but the hints about the issuer and the embedded signature, which proves itself, comes
/// from what is signed only: anyone can change the other.
/// </summary>
internal sealed class SignaturePacket
{
    private const int Version3NumbersStart = 19;

    // What is signed of the packet itself, after the data.
    private readonly ReadOnlyMemory<byte> _suffix;

    // Version 6: what is signed before the data.
    private readonly ReadOnlyMemory<byte> _salt;
    private readonly ReadOnlyMemory<byte> _numbers;
    private readonly IReadOnlyList<Subpacket> _hashed;
    private readonly IReadOnlyList<Subpacket> _unhashed;

    private SignaturePacket(int version, ReadOnlySpan<byte> form, ReadOnlyMemory<byte> suffix, IReadOnlyList<Subpacket> hashed, IReadOnlyList<Subpacket> unhashed, ReadOnlyMemory<byte> numbers, ReadOnlyMemory<byte> salt = default)
    {
        _salt = salt;
        (Version, Type, Algorithm, Digest) = (version, form[0], (PublicKeyAlgorithmTag)form[1], (HashAlgorithmTag)form[2]);
        (_suffix, _hashed, _unhashed, _numbers) = (suffix, hashed, unhashed, numbers);
    }

    internal int Version { get; }

    internal int Type { get; }

    internal PublicKeyAlgorithmTag Algorithm { get; }

    internal HashAlgorithmTag Digest { get; }

    /// <summary>When it was made; null breaks section 5.2.3.11, and the signature must not count.</summary>
    internal DateTimeOffset? Created => ReadSeconds(Subpacket.Created) is { } seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>When it expires, or null for never.</summary>
    internal DateTimeOffset? Expires => ReadSeconds(Subpacket.Expires) is { } seconds and > 0 ? Created?.AddSeconds(seconds) : null;

    /// <summary>For how long the key it is about is valid, or null if it does not expire.</summary>
    internal TimeSpan? KeyLifetime => ReadSeconds(Subpacket.KeyExpires) is { } seconds and > 0
        ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Whether the key it is about may sign data; null when nothing is said.</summary>
    internal bool? MaySign => Find(_hashed, Subpacket.KeyFlags) is { } flags ? flags.Span is [var first, ..] && (first & 2) != 0 : null;

    /// <summary>Whether everything that must not be ignored is of one of the types.</summary>
    internal bool IsUnderstood(IReadOnlySet<int> types)
    {
        foreach (var subpacket in _hashed)
        {
            if (subpacket.Critical && !types.Contains(subpacket.Type))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Key IDs and fingerprints of the signer, in upper-case hex, as far as it says; fingerprints first.</summary>
    internal IReadOnlyList<string> Issuers
    {
        get
        {
            // Asked for by every package of a repository, of which most have one of each.
            var issuers = new List<string>(2);
            AddIssuers(issuers, _hashed, areFingerprints: true);
            AddIssuers(issuers, _unhashed, areFingerprints: true);
            AddIssuers(issuers, _hashed, areFingerprints: false);
            AddIssuers(issuers, _unhashed, areFingerprints: false);
            return issuers;
        }
    }

    /// <summary>The signatures that a subkey made to confirm its binding (section 5.2.3.34).</summary>
    internal IEnumerable<SignaturePacket> Embedded => _hashed.Concat(_unhashed)
        .Where(subpacket => subpacket.Type == Subpacket.EmbeddedSignature)
        .Select(subpacket => TryRead(subpacket.Data))
        .OfType<SignaturePacket>()
        .Where(signature => signature.Version >= 4);

    /// <summary>Understands a packet's body, or returns null for a version that is not supported.</summary>
    /// <exception cref="InvalidDataException">The packet is malformed.</exception>
    internal static SignaturePacket? Read(ReadOnlyMemory<byte> body) => body.Span switch
    {
        [6, ..] => ReadVersion6(body),
        [4, ..] => ReadVersion4(body),
        [3, ..] => ReadVersion3(body),
        [] => throw CutShort(),
        _ => null,
    };

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
    internal bool Matches(KeyPacket key, params IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        if (Algorithm != key.Algorithm || Version == 6 != (key.Version == 6) || SignatureDigest.Compute(Digest, _suffix.Span, _salt.IsEmpty ? parts : parts.Prepend(_salt)) is not { } digest)
        {
            return false;
        }

        try
        {
            return SignatureNumbers.Match(key, Digest, digest, _numbers.Span);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // BouncyCastle throws whatever comes up on numbers that make no sense: such a signature matches nothing.
            return false;
        }
    }

    private static SignaturePacket ReadVersion4(ReadOnlyMemory<byte> body)
    {
        var hashedEnd = 6 + ReadLength(body, 4);
        var unhashedEnd = hashedEnd + 2 + ReadLength(body, hashedEnd);
        if (unhashedEnd + 2 > body.Length)
        {
            throw CutShort();
        }

        var suffix = new byte[hashedEnd + 6];
        body.Span[..hashedEnd].CopyTo(suffix);
        (suffix[hashedEnd], suffix[hashedEnd + 1]) = (4, 0xff);
        BinaryPrimitives.WriteInt32BigEndian(suffix.AsSpan(hashedEnd + 2), hashedEnd);
        return new SignaturePacket(
            4, body.Span.Slice(1, 3), suffix, Subpacket.ReadAll(body[6..hashedEnd]), Subpacket.ReadAll(body[(hashedEnd + 2)..unhashedEnd]), body[(unhashedEnd + 2)..]);
    }

    private static SignaturePacket ReadVersion6(ReadOnlyMemory<byte> body)
    {
        var hashedEnd = 8 + ReadLongLength(body, 4);
        var unhashedEnd = hashedEnd + 4 + ReadLongLength(body, hashedEnd);
        var saltStart = unhashedEnd + 3;
        if (saltStart > body.Length || saltStart + body.Span[saltStart - 1] > body.Length)
        {
            throw CutShort();
        }

        var suffix = new byte[hashedEnd + 6];
        body.Span[..hashedEnd].CopyTo(suffix);
        (suffix[hashedEnd], suffix[hashedEnd + 1]) = (6, 0xff);
        BinaryPrimitives.WriteInt32BigEndian(suffix.AsSpan(hashedEnd + 2), hashedEnd);
        var salt = body.Slice(saltStart, body.Span[saltStart - 1]);
        return salt.Length == SaltLength((HashAlgorithmTag)body.Span[3])
            ? new SignaturePacket(
                6, body.Span.Slice(1, 3), suffix, Subpacket.ReadAll(body[8..hashedEnd]), Subpacket.ReadAll(body[(hashedEnd + 4)..unhashedEnd]), body[(saltStart + salt.Length)..], salt)
            : throw new InvalidDataException("a signature packet has a salt of a length that its digest does not allow");
    }

    private static int SaltLength(HashAlgorithmTag digest) => digest switch
    {
        HashAlgorithmTag.Sha384 => 24,
        HashAlgorithmTag.Sha512 or HashAlgorithmTag.Sha3_512 => 32,
        _ => 16,
    };

    private static SignaturePacket ReadVersion3(ReadOnlyMemory<byte> body) => body.Length < Version3NumbersStart ? throw CutShort() : body.Span[1] != 5
        ? throw new InvalidDataException("a signature packet does not sign what one of version 3 signs")
        : new SignaturePacket(
            3, [body.Span[2], body.Span[15], body.Span[16]], body.Slice(2, 5),
            [new Subpacket(Subpacket.Created, Critical: false, body.Slice(3, 4))], [new Subpacket(Subpacket.IssuerKeyId, Critical: false, body.Slice(7, 8))],
            body[Version3NumbersStart..]);

    private static InvalidDataException CutShort() => new("a signature packet is cut short");

    private static int ReadLongLength(ReadOnlyMemory<byte> body, int position) => position + 4 <= body.Length && BinaryPrimitives.ReadUInt32BigEndian(body.Span[position..]) is var length && length <= body.Length
        ? (int)length
        : throw CutShort();

    private static int ReadLength(ReadOnlyMemory<byte> body, int position) => position + 2 <= body.Length
        ? BinaryPrimitives.ReadUInt16BigEndian(body.Span[position..])
        : throw CutShort();

    private static void AddIssuers(List<string> issuers, IReadOnlyList<Subpacket> area, bool areFingerprints)
    {
        for (var i = 0; i < area.Count; i++)
        {
            var data = area[i].Data.Span;
            var issuer = (area[i].Type, areFingerprints) switch
            {
                (Subpacket.IssuerFingerprint, true) when data is [4, ..] && data.Length == 21 || data is [6, ..] && data.Length == 33 => Convert.ToHexString(data[1..]),
                (Subpacket.IssuerKeyId, false) when data.Length == 8 => Convert.ToHexString(data),
                _ => null,
            };
            if (issuer is not null && !issuers.Contains(issuer))
            {
                issuers.Add(issuer);
            }
        }
    }

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
