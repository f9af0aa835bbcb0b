using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Advisories;

/// <summary>A source of advisories on this machine: a file, or a folder of <c>*.json</c>, which counts as its files one behind another.</summary>
/// <param name="path">The file or folder.</param>
internal sealed class LocalSource(string path)
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private IReadOnlyList<string>? Files => field ??= Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.json", All).Order(StringComparer.Ordinal)] : File.Exists(path) ? [path] : null;

    /// <summary>What tells one state of it from another without reading it; null if it is not there.</summary>
    public string? Look()
    {
        if (Files is not { Count: > 0 } files)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            var info = new FileInfo(file);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file}\n{info.Length} {info.LastWriteTimeUtc.Ticks} {FileIdentity.Of(info.FullName)?.Inode}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Brings it into the store.</summary>
    /// <param name="blobs">The store's content.</param>
    /// <param name="temporary">Where a folder is written as one file.</param>
    /// <param name="cancellation">Ends the work.</param>
    public (Sha256Digest Digest, long Size) Import(BlobStore blobs, string temporary, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
        {
            return blobs.Import(path, cancellation);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
            using (var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 256 << 10))
            {
                foreach (var file in Files!)
                {
                    cancellation.ThrowIfCancellationRequested();
                    using var content = File.OpenRead(file);
                    content.CopyTo(output);
                    output.WriteByte((byte)'\n');
                }
            }

            return blobs.Import(temporary, cancellation);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
