using Chantal.Diagnostics;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace Chantal.OpenPgp;

/// <summary>The certificates that a definition trusts (RFC 9580 §10.1).</summary>
public sealed class Keyring
{
    /// <summary>Longest keyring file, in bytes.</summary>
    public const int MaxFileLength = 16 << 20;

    private const string ArmorKind = "PGP PUBLIC KEY BLOCK";

    private readonly Dictionary<long, List<TrustedKey>> _keys = [];

    private Keyring()
    {
    }

    /// <summary>Reads keyring files. One that is missing, unreadable or without keys is an error: a typing mistake must not narrow trust silently.</summary>
    public static Keyring Load(IEnumerable<KeyringFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var keyring = new Keyring();
        foreach (var file in files)
        {
            var before = keyring._keys.Count;
            foreach (var ring in ReadRings(file.Path))
            {
                keyring.Add(ring, file);
            }

            if (keyring._keys.Count == before)
            {
                throw Unusable(file.Path, file.Fingerprints.Count > 0 ? "it has none of the keys that SignedBy names after it" : "there is no key in it", null);
            }
        }

        return keyring;
    }

    /// <summary>The keys with an identifier, of which there may be several: it is only 64 bits of the fingerprint.</summary>
    internal IReadOnlyList<TrustedKey> Find(long keyId) => _keys.GetValueOrDefault(keyId) ?? [];

    private void Add(PgpPublicKeyRing ring, KeyringFile file)
    {
        var keys = ring.GetPublicKeys().ToList();
        var primary = keys[0];
        foreach (var key in keys)
        {
            if (file.Fingerprints.Count > 0 && !file.Fingerprints.Any(f => Accepts(f, primary, key)))
            {
                continue;
            }

            if (!_keys.TryGetValue(key.KeyId, out var same))
            {
                _keys[key.KeyId] = same = [];
            }

            same.Add(new TrustedKey(primary, key));
        }
    }

    private static bool Accepts(string fingerprint, PgpPublicKey primary, PgpPublicKey key) =>
        fingerprint.EndsWith('!')
            ? fingerprint[..^1] == TrustedKey.FingerprintOf(key)
            : fingerprint == TrustedKey.FingerprintOf(key) || fingerprint == TrustedKey.FingerprintOf(primary);

    private static List<PgpPublicKeyRing> ReadRings(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: var length })
            {
                throw new MirrorException(DiagnosticCodes.KeyringMissing, $"The keyring '{path}' that SignedBy names does not exist; put the upstream's public key there, or correct the path.");
            }

            if (length > MaxFileLength)
            {
                throw Unusable(path, $"it is larger than {MaxFileLength} bytes", null);
            }

            var bytes = File.ReadAllBytes(path);
            var blocks = ArmoredBlock.IsIn(bytes, ArmorKind) ? ArmoredBlock.Decode(bytes, ArmorKind) : [bytes];
            return [.. blocks.SelectMany(ReadRings)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or PgpException or ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            throw Unusable(path, exception.Message.ReplaceLineEndings(" "), exception);
        }
    }

    private static IEnumerable<PgpPublicKeyRing> ReadRings(byte[] block)
    {
        var factory = new PgpObjectFactory(new MemoryStream(block));
        while (factory.NextPgpObject() is { } found)
        {
            if (found is PgpPublicKeyRing ring)
            {
                yield return ring;
            }
        }
    }

    private static MirrorException Unusable(string path, string why, Exception? inner) =>
        new(DiagnosticCodes.KeyringUnusable, $"The keyring '{path}' that SignedBy names cannot be used: {why}. It has to hold OpenPGP public keys, armored or binary.", inner);
}
