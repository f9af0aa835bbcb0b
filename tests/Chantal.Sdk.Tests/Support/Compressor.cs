using System.Collections.Concurrent;
using System.IO.Compression;

namespace Chantal.Sdk.Tests.Support;

/// <summary>Compresses indices with the tools that archives use; equal content is compressed once a run.</summary>
public static class Compressor
{
    private static readonly ConcurrentDictionary<(string Sha256, string Extension), Lazy<byte[]>> Cache = new();

    /// <summary>The content as a file with this extension (<c>gz</c>, <c>xz</c>, <c>zst</c>, <c>bz2</c>) would hold it.</summary>
    public static byte[] Compress(byte[] content, string extension) =>
        Cache.GetOrAdd((Files.Hash(content, "SHA256"), extension), _ => new Lazy<byte[]>(() => extension switch
        {
            "gz" => Gzip(content),
            "xz" => Run(content, extension, "xz"),
            "zst" => Run(content, extension, "zstd"),
            "bz2" => Run(content, extension, "bzip2"),
            _ => throw new ArgumentOutOfRangeException(nameof(extension), extension, "No such compression."),
        })).Value;

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static byte[] Run(byte[] content, string extension, string program)
    {
        var directory = Directory.CreateTempSubdirectory("chantal-compress-").FullName;
        try
        {
            var plain = Path.Combine(directory, "index");
            File.WriteAllBytes(plain, content);
            Command.Output(program, "-q", "-k", plain);
            return File.ReadAllBytes($"{plain}.{extension}");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
