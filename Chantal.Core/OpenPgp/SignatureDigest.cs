using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace Chantal.OpenPgp;

/// <summary>
/// Computes what a signature signs (RFC 9580 section 5.2.4). The platform hashes, for BouncyCastle needs as
/// much time for an index of a repository as for everything else; it does SHA-224 and SHA-3, which not every platform has.
/// </summary>
internal static class SignatureDigest
{
    /// <summary>The digest over the parts, one after the other, and the part of the signature that it signs itself; null for an unsupported algorithm.</summary>
    internal static byte[]? Compute(HashAlgorithmTag algorithm, ReadOnlySpan<byte> suffix, IEnumerable<ReadOnlyMemory<byte>> parts)
    {
        if (OwnDigest(algorithm) is { } own)
        {
            return Compute(own, parts, suffix);
        }

        if (PlatformName(algorithm) is not { } name)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(name);
        foreach (var part in parts)
        {
            hash.AppendData(part.Span);
        }

        hash.AppendData(suffix);
        return hash.GetHashAndReset();
    }

    /// <summary>Text as signatures of type 0x01 cover it (section 5.2.1.2): every line end is CRLF.</summary>
    internal static ReadOnlyMemory<byte> CanonicalText(ReadOnlyMemory<byte> text)
    {
        var result = new ArrayBufferWriter<byte>(text.Length + 1024);
        var rest = text.Span;
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            var line = rest[..end];
            result.Write(line is [.., (byte)'\r'] ? line[..^1] : line);
            result.Write("\r\n"u8);
        }

        result.Write(rest);
        return result.WrittenMemory;
    }

    /// <summary>The platform's name of an algorithm that it and this library support, else null.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The policy says where SHA-1 counts: old self-certifications and revocations, and packages if a definition says so.")]
    [SuppressMessage("Security", "CA5351", Justification = "The policy says where MD5 counts: packages if a definition says so.")]
    internal static HashAlgorithmName? PlatformName(HashAlgorithmTag algorithm) => algorithm switch
    {
        HashAlgorithmTag.MD5 => HashAlgorithmName.MD5,
        HashAlgorithmTag.Sha1 => HashAlgorithmName.SHA1,
        HashAlgorithmTag.Sha256 => HashAlgorithmName.SHA256,
        HashAlgorithmTag.Sha384 => HashAlgorithmName.SHA384,
        HashAlgorithmTag.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static IDigest? OwnDigest(HashAlgorithmTag algorithm) => algorithm switch
    {
        HashAlgorithmTag.Sha224 => new Sha224Digest(),
        HashAlgorithmTag.Sha3_256 => new Sha3Digest(256),
        HashAlgorithmTag.Sha3_512 => new Sha3Digest(512),
        _ => null,
    };

    private static byte[] Compute(IDigest digest, IEnumerable<ReadOnlyMemory<byte>> parts, ReadOnlySpan<byte> suffix)
    {
        foreach (var part in parts)
        {
            digest.BlockUpdate(part.Span);
        }

        digest.BlockUpdate(suffix);
        var result = new byte[digest.GetDigestSize()];
        digest.DoFinal(result, 0);
        return result;
    }
}
