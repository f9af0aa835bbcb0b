using System.Security.Cryptography;
using Sha224Digest = Org.BouncyCastle.Crypto.Digests.Sha224Digest;

namespace Chantal.Plans;

/// <summary>A digest of any kind that metadata uses, over bytes as they come.</summary>
/// <param name="kind">The algorithm.</param>
internal sealed class RunningChecksum(HashKind kind) : IDisposable
{
    // .NET has every digest but this one.
    private readonly Sha224Digest? _sha224 = kind == HashKind.Sha224 ? new Sha224Digest() : null;
    private readonly IncrementalHash? _hash = kind == HashKind.Sha224 ? null : IncrementalHash.CreateHash(Name(kind));

    /// <summary>Takes further bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _sha224?.BlockUpdate(bytes);
    }

    /// <summary>The digest of everything appended; begins again.</summary>
    public Checksum Finish()
    {
        Span<byte> digest = stackalloc byte[Checksum.SizeOf(kind)];
        _hash?.GetHashAndReset(digest);
        _sha224?.DoFinal(digest);
        return new Checksum(kind, Convert.ToHexStringLower(digest));
    }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();

    private static HashAlgorithmName Name(HashKind kind) => kind switch
    {
        HashKind.Md5 => HashAlgorithmName.MD5,
        HashKind.Sha1 => HashAlgorithmName.SHA1,
        HashKind.Sha256 => HashAlgorithmName.SHA256,
        HashKind.Sha384 => HashAlgorithmName.SHA384,
        HashKind.Sha512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
