using System.Security.Cryptography;
using System.Text;
using Chantal.OpenPgp;

namespace Chantal.Surveys;

/// <summary>Where a key is from.</summary>
internal enum KeyOrigin
{
    /// <summary>Somebody named its file.</summary>
    Given,

    /// <summary>It comes with Chantal.</summary>
    Shipped,

    /// <summary>It is one of the keyrings of this machine, which its own package manager trusts.</summary>
    Machine,

    /// <summary>The upstream serves it, as anybody could who stands in for the upstream.</summary>
    Upstream,
}

/// <summary>A key.</summary>
/// <param name="Fingerprint">What tells it apart from any other: of OpenPGP, the primary key's fingerprint; of a key of apk, the SHA-256 of the key.</param>
/// <param name="Owner">Whose it says it is.</param>
/// <param name="Names">What signatures call it: fingerprints of it and its subkeys, or the name of its file.</param>
internal sealed record SignerKey(string Fingerprint, string Owner, IReadOnlyList<string> Names)
{
    /// <summary>The fingerprint in groups of four, as people compare it.</summary>
    public string Shown => string.Join(' ', Fingerprint.Chunk(4).Select(c => new string(c)));

    /// <summary>Whether one of these names it. Of OpenPGP, a key ID is the end of a fingerprint.</summary>
    public bool IsNamed(IReadOnlyList<string> issuers) => issuers.Any(i => Names.Any(n => n == i || (i.Length is 16 or 40 or 64 && n.Length is 40 or 64 && (n.EndsWith(i, StringComparison.Ordinal) || (n.Length == 64 && n.StartsWith(i, StringComparison.Ordinal))))));
}

/// <summary>A file with keys.</summary>
/// <param name="Origin">Where it is from.</param>
/// <param name="Place">Its path or address.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Content">The file.</param>
/// <param name="Keys">The keys in it.</param>
internal sealed record KeyFile(KeyOrigin Origin, string Place, string Name, ReadOnlyMemory<byte> Content, IReadOnlyList<SignerKey> Keys)
{
    private const int MaxSize = 1 << 20;

    // Places where package managers keep the keys that they trust.
    private static readonly string[] MachineDirectories =
        ["etc/apt/trusted.gpg.d", "etc/apt/keyrings", "usr/share/keyrings", "etc/pki/rpm-gpg", "usr/share/distribution-gpg-keys", "usr/lib/rpm/gnupg/keys", "etc/apk/keys", "usr/share/apk/keys"];

    /// <summary>The keyrings of a machine.</summary>
    /// <param name="root">Its root directory.</param>
    public static IEnumerable<KeyFile> OfMachine(string root) => MachineDirectories.Select(d => Path.Combine(root, d)).SelectMany(d => OfDirectory(d, KeyOrigin.Machine));

    /// <summary>The keys of a directory; what is not a key is passed over.</summary>
    public static IEnumerable<KeyFile> OfDirectory(string directory, KeyOrigin origin) => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(f => TryRead(f, origin)).OfType<KeyFile>()
        : [];

    /// <summary>A file of keys; null if it cannot be read, or has none.</summary>
    public static KeyFile? TryRead(string path, KeyOrigin origin)
    {
        try
        {
            return new FileInfo(path).Length <= MaxSize ? TryParse(File.ReadAllBytes(path), path, Path.GetFileName(path), origin) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file of keys from its content; null if it has none.</summary>
    public static KeyFile? TryParse(ReadOnlyMemory<byte> content, string place, string name, KeyOrigin origin)
    {
        var keys = content.Span.IndexOf("PUBLIC KEY-----"u8) >= 0 && content.Span.IndexOf("PGP"u8) < 0 ? OfApk(content, name) : OfOpenPgp(content);
        return keys.Count > 0 ? new KeyFile(origin, place, name, content, keys) : null;
    }

    private static IReadOnlyList<SignerKey> OfApk(ReadOnlyMemory<byte> content, string name)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(Encoding.ASCII.GetString(content.Span));
            return [new SignerKey(Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), name, [name])];
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return [];
        }
    }

    private static IReadOnlyList<SignerKey> OfOpenPgp(ReadOnlyMemory<byte> content)
    {
        try
        {
            var packets = Armor.IsText(content.Span) ? Armor.Decode(content, Armor.PublicKeyBlock, alone: false) : content;
            return [.. CertificateReader.Read(packets, []).Select(c => new SignerKey(
                c.Primary.Fingerprint, c.UserIds.Select(u => u.Text).FirstOrDefault() ?? "nobody", [c.Primary.Fingerprint, .. c.Subkeys.Select(s => s.Key.Fingerprint)]))];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}
