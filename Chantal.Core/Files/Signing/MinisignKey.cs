using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Chantal.Files.Signing;

/// <summary>A public key of minisign (https://jedisct1.github.io/minisign/): an Ed25519 key with a number.</summary>
internal sealed class MinisignKey
{
    private const int IdLength = 8;
    private const int KeyLength = 32;

    private readonly Ed25519PublicKeyParameters _key;

    private MinisignKey(byte[] id, byte[] key)
    {
        Id = NameOf(id);
        _key = new Ed25519PublicKeyParameters(key);
    }

    /// <summary>The key's number as minisign shows it.</summary>
    public string Id { get; }

    /// <summary>Reads a file with a key: a comment, and the key in base64. Null: the file is something else.</summary>
    public static MinisignKey? Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines is [.., var last] && (lines.Length == 1 || (lines.Length == 2 && lines[0].StartsWith(MinisignSignature.Untrusted, StringComparison.Ordinal)))
            && MinisignSignature.Decode(last, 2 + IdLength + KeyLength) is [(byte)'E', (byte)'d', .. var rest] && Ed25519.ValidatePublicKeyFull(rest, IdLength)
            ? new MinisignKey(rest[..IdLength], rest[IdLength..])
            : null;
    }

    /// <summary>A key's number as minisign shows it: the last byte first.</summary>
    public static string NameOf(ReadOnlySpan<byte> id)
    {
        Span<byte> reversed = stackalloc byte[IdLength];
        id.CopyTo(reversed);
        reversed.Reverse();
        return Convert.ToHexString(reversed);
    }

    /// <summary>Whether the key made a signature.</summary>
    public bool HasSigned(byte[] message, byte[] signature) => _key.Verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, signature, 0);
}
