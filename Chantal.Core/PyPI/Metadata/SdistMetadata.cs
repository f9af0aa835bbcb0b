using System.IO.Compression;
using Chantal.Content;
using Chantal.Diagnostics;
using SharpCompress.Compressors.BZip2;

namespace Chantal.PyPI.Metadata;

/// <summary>Reads the PKG-INFO at the top of a source archive. Nothing is ever unpacked to disk.</summary>
internal static class SdistMetadata
{
    private const long MaxRatio = 200;
    private const long MinLimit = 64L << 20;
    private const long MaxLimit = 8L << 30;

    /// <summary>The PKG-INFO, or null if the archive has none or is of a kind that is not read.</summary>
    /// <param name="path">The archive on disk.</param>
    /// <param name="file">Its name, which says of what kind it is.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<byte[]?> ReadAsync(string path, string file, CancellationToken cancellation)
    {
        if (file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            using var handle = File.OpenHandle(path);
            var archive = await ZipDirectory.OpenAsync(ZipDirectory.Local(handle), RandomAccess.GetLength(handle), file, cancellation);
            return archive.Single(IsWanted) is { } entry ? await archive.ReadAsync(entry, CoreMetadata.MaxLength, cancellation) : null;
        }

        await using var raw = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        try
        {
            await using var unpacked = Open(raw, file.ToLowerInvariant());
            var limit = Math.Clamp(MaxRatio * raw.Length, MinLimit, MaxLimit);
            return unpacked is null ? null : new SdistMetadataTar(unpacked, limit, cancellation).Find(IsWanted, CoreMetadata.MaxLength);
        }
        catch (Exception exception) when (exception is not (MirrorException or OperationCanceledException))
        {
            // Decoders meet hostile bytes with exceptions of every kind.
            throw MetadataDiagnostics.DistributionUnreadable(file, exception.Message, exception);
        }
    }

    // Below the one directory that everything lies in.
    private static bool IsWanted(string path) =>
        path.EndsWith("/PKG-INFO", StringComparison.Ordinal) && path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash == path.LastIndexOf('/');

    private static Stream? Open(Stream raw, string file) =>
        file.EndsWith(".tar.gz", StringComparison.Ordinal) || file.EndsWith(".tgz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress)
        : file.EndsWith(".tar.bz2", StringComparison.Ordinal) || file.EndsWith(".tbz", StringComparison.Ordinal) ? BZip2Stream.Create(raw, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true)
        : file.EndsWith(".tar.xz", StringComparison.Ordinal) || file.EndsWith(".txz", StringComparison.Ordinal) ? new ConcatenatedXzStream(raw)
        : file.EndsWith(".tar", StringComparison.Ordinal) ? raw
        : null;
}
