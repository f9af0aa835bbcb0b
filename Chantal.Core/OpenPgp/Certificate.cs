namespace Chantal.OpenPgp;

/// <summary>
/// A primary key with its user IDs and subkeys (RFC 9580 section 10.1.1), in which nothing is verified yet. What
/// several files say about the same primary key is merged, so that a revocation in one of them counts.
/// </summary>
internal sealed class Certificate(KeyPacket primary)
{
    private readonly Dictionary<string, CertificatePart> _userIds = [];
    private readonly Dictionary<string, Subkey> _subkeys = [];

    internal KeyPacket Primary { get; } = primary;

    /// <summary>What stands directly below the primary key: direct-key signatures and its revocations.</summary>
    internal CertificatePart Direct { get; } = new(default);

    internal IEnumerable<CertificatePart> UserIds => _userIds.Values;

    internal IEnumerable<Subkey> Subkeys => _subkeys.Values;

    internal CertificatePart UserId(ReadOnlyMemory<byte> body)
    {
        var id = Convert.ToHexString(body.Span);
        return _userIds.TryGetValue(id, out var known) ? known : _userIds[id] = new CertificatePart(Framing.HashedUserId(body));
    }

    internal Subkey Subkey(KeyPacket key) =>
        _subkeys.TryGetValue(key.Fingerprint, out var known) ? known : _subkeys[key.Fingerprint] = new Subkey(key);
}

/// <summary>Something that a primary key's signatures are about, as those cover it.</summary>
internal class CertificatePart(ReadOnlyMemory<byte> hashed)
{
    // In front of a user ID stand a mark and a length (section 5.2.4).
    private const int UserIdStart = 5;

    internal ReadOnlyMemory<byte> Hashed { get; } = hashed;

    /// <summary>Of a user ID, what it says; anybody may claim to be anybody.</summary>
    internal string Text => System.Text.Encoding.UTF8.GetString(Hashed.Span[Math.Min(UserIdStart, Hashed.Length)..]);

    /// <summary>The bodies of the signature packets that follow it, not yet understood.</summary>
    internal List<ReadOnlyMemory<byte>> Signatures { get; } = [];

    /// <summary>Those of one of the types that can be understood at all.</summary>
    internal IEnumerable<SignaturePacket> SignaturesOf(params int[] types) => Signatures
        .Where(body => body.Length > 1 && types.Contains(body.Span[1]))
        .Select(SignaturePacket.TryRead)
        .OfType<SignaturePacket>();
}

/// <summary>A subkey.</summary>
internal sealed class Subkey(KeyPacket key) : CertificatePart(key.Hashed)
{
    internal KeyPacket Key { get; } = key;
}
