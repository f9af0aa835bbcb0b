using System.Security.Cryptography;
using Chantal.Plans;

namespace Chantal.Transfer;

/// <summary>SHA-256 and whatever else is asked for, over the bytes as they are written.</summary>
internal sealed class HashPass : IDisposable
{
    private readonly IncrementalHash _sha256;
    private readonly RunningChecksum[] _others;
    private bool _dirty;

    /// <param name="sha256">The workspace's hash; it stays the workspace's.</param>
    /// <param name="request">Says which others are wanted.</param>
    public HashPass(IncrementalHash sha256, DownloadRequest request)
    {
        _sha256 = sha256;
        var stated = request.Checksum?.Kind;
        _others = request.HashKinds.Count == 0 && stated is null or HashKind.Sha256
            ? []
            : [.. request.HashKinds.Concat(stated is { } kind ? [kind] : []).Distinct().Where(static kind => kind != HashKind.Sha256).Select(static kind => new RunningChecksum(kind))];
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _dirty = true;
        _sha256.AppendData(bytes);
        foreach (var other in _others)
        {
            other.Append(bytes);
        }
    }

    /// <summary>The digests of everything appended; begins again.</summary>
    public (Sha256Digest Sha256, IReadOnlyList<Checksum> Others) Finish()
    {
        Span<byte> digest = stackalloc byte[Sha256Digest.Length];
        _sha256.GetHashAndReset(digest);
        _dirty = false;
        return (new Sha256Digest(digest), _others.Length == 0 ? [] : Array.ConvertAll(_others, static other => other.Finish()));
    }

    /// <summary>Forgets everything appended.</summary>
    public void Reset()
    {
        if (_dirty)
        {
            Finish();
        }
    }

    public void Dispose()
    {
        Reset();
        foreach (var other in _others)
        {
            other.Dispose();
        }
    }
}
