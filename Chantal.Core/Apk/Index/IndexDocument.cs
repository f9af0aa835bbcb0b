using System.Formats.Tar;
using System.IO.Compression;

namespace Chantal.Apk.Index;

/// <summary>An <c>APKINDEX.tar.gz</c> without its signatures: a description and the packages.</summary>
/// <param name="Description">What the repository calls its state, such as <c>v3.22.1-12-gabcdef</c>.</param>
/// <param name="Modified">When upstream made it; null where it does not say.</param>
/// <param name="Text">The records, as they stand.</param>
internal sealed record IndexDocument(byte[] Description, DateTimeOffset? Modified, byte[] Text)
{
    // The largest of Alpine's has 12 MB.
    private const int MaxSize = 256 << 20;
    private const int MaxDescription = 64 * 1024;
    private const string IndexName = "APKINDEX";
    private const string DescriptionName = "DESCRIPTION";

    private static ReadOnlySpan<byte> Separator => "\n\n"u8;

    /// <summary>Reads an index, whose gzip members are together one archive.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where its signatures end.</param>
    /// <exception cref="InvalidDataException">It is not an index.</exception>
    public static IndexDocument Read(Stream file, long start)
    {
        file.Position = start;
        byte[] description = [];
        (byte[] Text, DateTimeOffset Modified)? index = null;
        try
        {
            using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            using var reader = new TarReader(content, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                (description, index) = entry.Name switch
                {
                    IndexName when index is null => (description, (ReadAll(entry, MaxSize), entry.ModificationTime)),
                    DescriptionName => (ReadAll(entry, MaxDescription), index),
                    _ => (description, index),
                };
            }
        }
        catch (Exception exception) when (exception is not InvalidDataException)
        {
            // The readers throw exceptions of many kinds for what is not an archive.
            throw new InvalidDataException("it is not a tar archive packed by gzip", exception);
        }

        var (text, modified) = index ?? throw new InvalidDataException($"it does not have a file {IndexName}");
        return new IndexDocument(description, modified > DateTimeOffset.UnixEpoch ? modified : null, text);
    }

    /// <summary>The packages.</summary>
    /// <exception cref="InvalidDataException">One of them is not described as it has to be.</exception>
    public IEnumerable<IndexRecord> Records()
    {
        for (var at = 0; at < Text.Length;)
        {
            var length = Text.AsSpan(at).IndexOf(Separator) is >= 0 and var found ? found : Text.Length - at;
            var record = Text.AsMemory(at, length).TrimEnd((byte)'\n');
            if (!record.IsEmpty)
            {
                yield return IndexRecord.Parse(record);
            }

            at += length + Separator.Length;
        }
    }

    private static byte[] ReadAll(TarEntry entry, int limit)
    {
        var content = new byte[entry.Length <= limit ? entry.Length : throw new InvalidDataException($"its {entry.Name} has more than {limit} bytes")];
        entry.DataStream?.ReadExactly(content);
        return content;
    }
}
