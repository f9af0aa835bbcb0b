using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>One file to download.</summary>
internal sealed record DownloadRequest
{
    /// <summary>
    /// Candidates in order, percent-encoded: absolute, or relative to each upstream. Each is tried at every upstream
    /// before the next one.
    /// </summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>Where relative URLs are resolved.</summary>
    public required Upstreams Upstreams { get; init; }

    /// <summary>The file that is written, and continued if an earlier process left it; <c>.json</c> appended names its notes.</summary>
    public required string PartialPath { get; init; }

    /// <summary>
    /// Keeps a file that came whole in memory and is right, so that small ones need no partial file; null: every file is written there.
    /// </summary>
    public Action<WholeContent>? KeepWhole { get; init; }

    /// <summary>Bytes the file must have, or null where that is not known.</summary>
    public long? ExpectedSize { get; init; }

    /// <summary>Most bytes taken of a file of which nothing is known.</summary>
    public const long MostOfAnyFile = 16L << 30;

    /// <summary>Most bytes taken where <see cref="ExpectedSize"/> is not known. Default 16 GiB.</summary>
    public long MaxSize { get; init; } = MostOfAnyFile;

    /// <summary>The SHA-256 the file must have, or null.</summary>
    public Sha256Digest? Sha256 { get; init; }

    /// <summary>Another checksum the file must have, or null.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>What an earlier answer said (RFC 9110 §13.1): nothing is sent of a file that is still so. Null: it is fetched in any case.</summary>
    public Validators? Validators { get; init; }

    /// <summary>Checksums to compute beside SHA-256, in the same pass.</summary>
    public IReadOnlyList<HashKind> HashKinds { get; init; } = [];

    /// <summary>Where bytes and the finished file are counted, or null.</summary>
    public TransferProgress? Progress { get; init; }

    /// <summary>Whether a wrong file is certain to be noticed.</summary>
    internal bool HasDigest => Sha256 is not null || Checksum is not null;
}
