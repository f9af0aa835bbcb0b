using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Chantal.Bundles;
using Chantal.Plans;
using Chantal.Store;
using ZstdSharp;

namespace Chantal.Core.Tests.Bundles;

/// <summary>Bundles as somebody writes them who is not Chantal.</summary>
internal static class Forged
{
    public const string ManifestHeader = """{"format":"chantal-manifest","version":1,"type":"test","upstreams":[],"units":[],"roots":[]}""";

    /// <summary>The digest of the content <c>a</c>.</summary>
    public static readonly Sha256Digest A = new(SHA256.HashData("a"u8));

    /// <summary>The header of a bundle with one state.</summary>
    public static string Header(GenerationId state, string more = "") =>
        $$$"""{"format":"chantal-bundle","version":1,"name":"forged","states":[{"mirror":"m","snapshot":{"format":"chantal-ref","version":1,"generation":"{{{state}}}","time":"2025-01-01T00:00:00+00:00"{{{more}}}}}],"volume":1,"volumes":1}""";

    /// <summary>A line of a manifest.</summary>
    public static string Line(string path, long size = 1) => $$"""{"path":"{{path}}","size":{{size}},"sha256":"{{A}}","role":"file"}""";

    /// <summary>A manifest of some lines, under its right name.</summary>
    public static (GenerationId Id, byte[] Content) Manifest(params string[] lines) => Manifest(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));

    /// <summary>A manifest of some text, under its right name.</summary>
    public static (GenerationId Id, byte[] Content) Manifest(byte[] text)
    {
        using var content = new MemoryStream();
        using (var compressed = new CompressionStream(content, 1))
        {
            compressed.Write(text);
        }

        return (new GenerationId(new Sha256Digest(SHA256.HashData(text))), content.ToArray());
    }

    /// <summary>Writes a bundle with the content <c>a</c>.</summary>
    public static string Bundle(string file, string header, params (GenerationId Id, byte[] Content)[] manifests) => Bundle(file, header, [], manifests);

    /// <summary>The same with shards.</summary>
    public static string Bundle(string file, string header, (Sha256Digest Digest, byte[] Content)[] shards, params (GenerationId Id, byte[] Content)[] manifests)
    {
        using var tar = new TarWriter(File.Create(file), TarEntryFormat.Ustar);
        Add(tar, BundleHeader.FileName, Encoding.UTF8.GetBytes(header));
        foreach (var (id, content) in manifests)
        {
            Add(tar, BundleHeader.PathOf(id), content);
        }

        foreach (var (digest, content) in shards)
        {
            Add(tar, BundleHeader.PathOfShard(digest), content);
        }

        Add(tar, BundleHeader.PathOf(A), "a"u8.ToArray());
        return file;
    }

    /// <summary>Puts an import into a store as an earlier version of Chantal might have left it, and says its name.</summary>
    public static string Pending(StoreLayout layout, string header, params (GenerationId Id, byte[] Content)[] manifests)
    {
        var id = BundleHeader.Read(Encoding.UTF8.GetBytes(header), "a test").Id;
        var directory = Directory.CreateDirectory(Path.Combine(layout.Imports, id)).FullName;
        File.WriteAllText(Path.Combine(directory, BundleHeader.FileName), header);
        foreach (var (state, content) in manifests)
        {
            File.WriteAllBytes(GenerationStore.Aside(directory, state), content);
        }

        return id;
    }

    /// <summary>The header block of an entry, with a right checksum.</summary>
    public static byte[] EntryHeader(char type, long size)
    {
        var block = new byte[512];
        Put(0, "x");
        Put(100, "0000444\0" + "0000000\0" + "0000000\0" + Convert.ToString(size, 8).PadLeft(11, '0') + "\0" + "00000000000\0" + "        " + type);
        Put(257, type is 'L' or 'K' or 'S' ? "ustar  \0" : "ustar\0" + "00");
        Put(148, Convert.ToString(block.Sum(b => b), 8).PadLeft(6, '0') + "\0 ");
        return block;

        void Put(int at, string text) => Encoding.ASCII.GetBytes(text, block.AsSpan(at));
    }

    private static void Add(TarWriter tar, string name, byte[] content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
