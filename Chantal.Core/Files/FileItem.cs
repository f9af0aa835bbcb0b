using System.Globalization;
using Chantal.Definitions;
using Chantal.Files.Names;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>A <c>File</c> item.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Path">Where it is in the mirror.</param>
internal sealed record FileItem(FileAddress Address, string Path)
{
    /// <summary>More URLs of it.</summary>
    public IReadOnlyList<FileAddress> Others { get; init; } = [];

    /// <summary>The SHA-256 that it has to have.</summary>
    public Sha256Digest? Sha256 { get; init; }

    /// <summary>The SHA-512 that it has to have.</summary>
    public Checksum? Sha512 { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Its detached signature, as the item writes it.</summary>
    public string? Signature { get; init; }

    /// <summary>Where the detached signature is.</summary>
    public FileAddress? SignatureAddress => Signature is null ? null : Address.Signature(Signature);

    /// <summary>Where the detached signature is in the mirror.</summary>
    public string? SignaturePath => Signature is null ? null
        : Signature.StartsWith('.') ? Path + Signature : Path[..(Path.LastIndexOf('/') + 1)] + SignatureAddress!.Name;

    /// <summary>Whether the definition itself says what the file is.</summary>
    public bool HasChecksum => Sha256 is not null || Sha512 is not null;

    /// <summary>Reads an item.</summary>
    public static FileItem Read(DefinitionItem item)
    {
        var address = AddressOf("File", item.Value);
        var file = new FileItem(address, PathOf(item["Path"], address))
        {
            Others = [.. DefinitionValues.Split(item["Urls"]).Select(u => address.IsAbsolute && Upstreams.IsAbsolute(u) ? AddressOf("Urls", u) : throw DefinitionDiagnostics.Invalid("Urls", SafeUrl.Show(u), "more URLs of a file that is itself named by a URL"))],
            Sha256 = item["Sha256"] is not { Length: > 0 } sha256 ? null : Sha256Digest.TryParse(sha256.ToLowerInvariant(), out var digest) ? digest : throw DefinitionDiagnostics.Invalid("Sha256", sha256, "64 hexadecimal digits"),
            Sha512 = item["Sha512"] is not { Length: > 0 } sha512 ? null : Checksum.TryParse($"sha512:{sha512}", out var checksum) ? checksum : throw DefinitionDiagnostics.Invalid("Sha512", sha512, "128 hexadecimal digits"),
            Size = item["Size"] is not { Length: > 0 } size ? null : long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : throw DefinitionDiagnostics.Invalid("Size", size, "the number of bytes"),
            Signature = SignatureOf(item["Signature"]),
        };
        return file.Address.Name.Length > 0 ? file : throw DefinitionDiagnostics.Invalid("File", address.ToString(), "a file; the listing of a directory is a ChecksumFile item");
    }

    /// <summary>Reads a URL or path.</summary>
    internal static FileAddress AddressOf(string word, string text)
    {
        if (Upstreams.IsAbsolute(text))
        {
            // Refused with the code that says why, such as for a password.
            _ = new Upstreams(text);
            return new FileAddress(text);
        }

        return ArtifactPath.Fault(text.TrimEnd('/')) is null ? new FileAddress(text)
            : throw DefinitionDiagnostics.Invalid(word, SafeUrl.Show(text), "a URL, or a path below Upstream, such as images/SHA256SUMS");
    }

    /// <summary>Reads where a detached signature is.</summary>
    internal static string? SignatureOf(string text) => text.Length == 0 ? null
        : Upstreams.IsAbsolute(text) ? AddressOf("Signature", text).Text
        : ArtifactPath.Fault(text) is null ? text : throw DefinitionDiagnostics.Invalid("Signature", text, "an ending such as .asc, a name beside the file, or a URL");

    private static string PathOf(string given, FileAddress address)
    {
        var path = given.Length == 0 ? address.Path : given.EndsWith('/') ? given + address.Name : given;
        return ArtifactPath.Fault(path) is null ? path : throw DefinitionDiagnostics.Invalid("Path", path, "a path below the mirror, such as firmware/x.bin, or a directory that ends in /");
    }
}
