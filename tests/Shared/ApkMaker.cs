using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Chantal.Shared;

/// <summary>An Alpine package that a test makes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal sealed record ApkPackage(string Name, string Version = "1.0-r0")
{
    public string Architecture { get; init; } = "x86_64";

    /// <summary>What it depends on, such as <c>so:libc.musl-x86_64.so.1</c>, <c>other&gt;=2</c>.</summary>
    public string[] Depends { get; init; } = [];

    public string[] Provides { get; init; } = [];

    public string[] InstallIf { get; init; } = [];

    public int Priority { get; init; }

    public DateTimeOffset Built { get; init; } = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The content of its one file; null: of a few bytes that tell it apart.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The name of its file.</summary>
    public string FileName => $"{Name}-{Version}.apk";
}

/// <summary>A key that signs packages and indices.</summary>
/// <param name="name">The name of the public key's file.</param>
internal sealed class ApkKey(string name, int bits = 2048) : IDisposable
{
    private readonly RSA _key = RSA.Create(bits);

    public string Name { get; } = name;

    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>As <c>abuild-keygen</c> writes it.</summary>
    public string PrivatePem => _key.ExportRSAPrivateKeyPem();

    public string EncryptedPem(string passphrase) => _key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));

    public byte[] Sign(byte[] data, HashAlgorithmName digest) => _key.SignData(data, digest, RSASignaturePadding.Pkcs1);

    public void Dispose() => _key.Dispose();
}

/// <summary>Makes packages and indices of apk's version 2, by what its documentation says and without the product.</summary>
internal static class ApkMaker
{
    private const int EndOfArchive = 1024;
    private static readonly DateTimeOffset Day = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A package's file.</summary>
    /// <param name="package">The package.</param>
    /// <param name="key">Signs it; null: it is not signed.</param>
    /// <param name="digest">What is signed; SHA-1 as Alpine does it, if none is given.</param>
    public static byte[] Package(ApkPackage package, ApkKey? key, HashAlgorithmName? digest = null)
    {
        var data = Data(package);
        return Signed([.. Control(package, Convert.ToHexStringLower(SHA256.HashData(data)))], data, key, digest);
    }

    /// <summary>A package's file of segments that a test made.</summary>
    public static byte[] Signed(byte[] control, byte[] data, ApkKey? key, HashAlgorithmName? digest = null) => [.. Signature(control, key, digest ?? HashAlgorithmName.SHA1), .. control, .. data];

    /// <summary>The control segment, packed.</summary>
    public static byte[] Control(ApkPackage package, string? dataHash) => Gzip(Tar([(".PKGINFO", Encoding.UTF8.GetBytes(Info(package, dataHash)))])[..^EndOfArchive]);

    /// <summary>The data segment, packed.</summary>
    public static byte[] Data(ApkPackage package)
    {
        var content = package.Data ?? Encoding.UTF8.GetBytes($"{package.Name} {package.Version}\n");
        return Gzip(Tar([("usr/", []), ("usr/share/", []), ($"usr/share/{package.Name}/", []), ($"usr/share/{package.Name}/file", content)], withChecksums: true));
    }

    /// <summary>An index of packages.</summary>
    /// <param name="files">Each with its file.</param>
    /// <param name="key">Signs it; null: it is not signed.</param>
    /// <param name="digest">What is signed; SHA-1, if none is given.</param>
    /// <param name="modified">When it says that it was made; null: it does not say, as those of some tools.</param>
    public static byte[] Index(IEnumerable<(ApkPackage Package, byte[] File)> files, ApkKey? key, HashAlgorithmName? digest = null, DateTimeOffset? modified = null) =>
        IndexOf(string.Concat(files.Select(f => Record(f.Package, f.File) + "\n")), key, digest, modified);

    /// <summary>An index of a text.</summary>
    public static byte[] IndexOf(string text, ApkKey? key, HashAlgorithmName? digest = null, DateTimeOffset? modified = null)
    {
        var index = Gzip(Tar([("DESCRIPTION", "v3.22.0-1-g0123456"u8.ToArray()), ("APKINDEX", Encoding.UTF8.GetBytes(text))], date: modified ?? DateTimeOffset.UnixEpoch));
        return [.. Signature(index, key, digest ?? HashAlgorithmName.SHA1), .. index];
    }

    /// <summary>What an index says of a package.</summary>
    public static string Record(ApkPackage package, byte[] file)
    {
        var text = new StringBuilder();
        text.Append($"C:Q1{Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, ControlOf(file)))}\nP:{package.Name}\nV:{package.Version}\nA:{package.Architecture}\nS:{file.Length}\nI:4096\nT:A package of a test\nU:https://example.org/\nL:MIT\no:{package.Name}\nt:{package.Built.ToUnixTimeSeconds()}\n");
        foreach (var (letter, values) in new[] { ('D', package.Depends), ('p', package.Provides), ('i', package.InstallIf) })
        {
            text.Append(values.Length > 0 ? $"{letter}:{string.Join(' ', values)}\n" : "");
        }

        return text.Append(package.Priority > 0 ? $"k:{package.Priority}\n" : "").ToString();
    }

    /// <summary>A signature segment.</summary>
    public static byte[] Signature(byte[] signed, ApkKey? key, HashAlgorithmName digest) => key is null ? []
        : Gzip(Tar([($".SIGN.RSA{(digest == HashAlgorithmName.SHA1 ? "" : digest.Name![3..])}.{key.Name}", key.Sign(signed, digest))])[..^EndOfArchive]);

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] Tar((string Name, byte[] Content)[] files, bool withChecksums = false, DateTimeOffset? date = null)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var attributes = new Dictionary<string, string> { ["APK-TOOLS.checksum.SHA1"] = Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, content)) };
                TarEntry entry = name.EndsWith('/') ? new UstarTarEntry(TarEntryType.Directory, name)
                    : withChecksums ? new PaxTarEntry(TarEntryType.RegularFile, name, attributes)
                    : new UstarTarEntry(TarEntryType.RegularFile, name);
                entry.ModificationTime = date ?? Day;
                if (entry.EntryType != TarEntryType.Directory)
                {
                    entry.DataStream = new MemoryStream(content);
                }

                writer.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }

    private static string Info(ApkPackage package, string? dataHash) => $"""
        # Generated by a test
        pkgname = {package.Name}
        pkgver = {package.Version}
        pkgdesc = A package of a test
        url = https://example.org/
        builddate = {package.Built.ToUnixTimeSeconds()}
        size = 4096
        arch = {package.Architecture}
        origin = {package.Name}
        license = MIT
        {string.Concat(package.Depends.Select(d => $"depend = {d}\n"))}{string.Concat(package.Provides.Select(p => $"provides = {p}\n"))}{(dataHash is null ? "" : $"datahash = {dataHash}")}

        """;

    // The members of a package begin where the magic of gzip does; the content of the tests has none in it by chance.
    private static byte[] ControlOf(byte[] file)
    {
        var starts = Enumerable.Range(0, file.Length - 4).Where(i => file[i] == 0x1f && file[i + 1] == 0x8b && file[i + 2] == 8 && file[i + 3] == 0).ToList();
        return file[starts[^2]..starts[^1]];
    }
}
