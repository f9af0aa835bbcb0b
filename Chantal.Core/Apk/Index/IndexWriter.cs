using System.Formats.Tar;
using System.IO.Compression;
using Chantal.Apk.Signing;

namespace Chantal.Apk.Index;

/// <summary>Writes an <c>APKINDEX.tar.gz</c> of upstream's own records. The same records come to the same bytes.</summary>
internal static class IndexWriter
{
    // Two empty blocks end an archive. In front of another segment they are left out, or readers would stop there.
    private const int EndOfArchive = 1024;

    /// <summary>Writes an index.</summary>
    /// <param name="upstream">Where its description and date come from.</param>
    /// <param name="records">The packages.</param>
    /// <param name="key">Signs it; null: it is not signed.</param>
    public static byte[] Write(IndexDocument upstream, IEnumerable<IndexRecord> records, ApkSigningKey? key)
    {
        using var text = new MemoryStream();
        foreach (var record in records)
        {
            text.Write(record.Text.Span);
            text.Write("\n\n"u8);
        }

        var date = upstream.Modified ?? DateTimeOffset.UnixEpoch;
        var index = Pack(Archive([("DESCRIPTION", upstream.Description), ("APKINDEX", text.ToArray())], date));
        return key is null ? index : [.. Pack(Archive([(ApkSignature.FileName(key.PublicName), key.Sign(index))], date)[..^EndOfArchive]), .. index];
    }

    private static byte[] Archive((string Name, byte[] Content)[] files, DateTimeOffset date)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    ModificationTime = date,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                    DataStream = new MemoryStream(content, writable: false),
                });
            }
        }

        return archive.ToArray();
    }

    private static byte[] Pack(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
