using Chantal.Plans;

namespace Chantal.Transfer;

/// <summary>A file that lies complete and checked at the request's <see cref="DownloadRequest.PartialPath"/>, or was given to <see cref="DownloadRequest.KeepWhole"/>.</summary>
/// <param name="Sha256">Digest of the bytes as they were written.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Checksums">The checksums the request asked for or stated beside SHA-256.</param>
/// <param name="LastModified">When the server says the file was last modified; also the file's time stamp. Null if it does not say.</param>
/// <param name="Source">The URL that was asked (before redirects), without credentials.</param>
/// <param name="IsKept">Whether it was given to <see cref="DownloadRequest.KeepWhole"/>.</param>
internal sealed record DownloadResult(
    Sha256Digest Sha256,
    long Size,
    IReadOnlyList<Checksum> Checksums,
    DateTimeOffset? LastModified,
    Uri Source,
    bool IsKept)
{
    /// <summary>Whether the file is still what the request's <see cref="DownloadRequest.Validators"/> say: then there is no file, and nothing else is said of it.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>What the server says to recognise the file's state by.</summary>
    public Validators Validators { get; init; } = new(null, null);
}
