using System.Buffers;
using System.Security.Cryptography;
using Chantal.Plans;
using Chantal.Store;
using ZstdSharp;

namespace Chantal.Core.Tests.Store;

/// <summary>A state as versions before shards wrote it: header and files in one piece.</summary>
internal static class OldGeneration
{
    /// <summary>Writes the same state as a generation, and names it.</summary>
    public static GenerationId Of(StoreLayout layout, GenerationStore generations, GenerationId state)
    {
        var text = new ArrayBufferWriter<byte>();
        using var reader = generations.Open(state);
        using (var json = EntryFormat.CreateWriter(text))
        {
            HeaderFormat.Write(json, "chantal-manifest", reader.Header);
        }

        text.Write("\n"u8);
        while (reader.Read() is not null)
        {
            text.Write(reader.LastLine);
            text.Write("\n"u8);
        }

        var id = new GenerationId(new Sha256Digest(SHA256.HashData(text.WrittenSpan)));
        Directory.CreateDirectory(Path.GetDirectoryName(layout.Manifest(id))!);
        using var compressor = new Compressor();
        File.WriteAllBytes(layout.Manifest(id), compressor.Wrap(text.WrittenSpan));
        return id;
    }
}
