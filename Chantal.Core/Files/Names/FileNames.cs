using System.Text.RegularExpressions;
using Chantal.Plans;

namespace Chantal.Files.Names;

/// <summary>What the name of a file says about it.</summary>
internal static partial class FileNames
{
    /// <summary>Endings of detached signatures, in the order in which they are looked for.</summary>
    public static IReadOnlyList<string> Signatures { get; } = [".asc", ".gpg", ".sign", ".sig", ".minisig"];

    /// <summary>Endings of lists that stand beside the one file that they name.</summary>
    public static IReadOnlyList<string> Checksums { get; } = [".sha256", ".sha256sum", ".sha512", ".sha512sum", ".sha256.txt", ".sha512.txt"];

    /// <summary>Whether a file only says something about others, so that a wrong one does no more than fail their check.</summary>
    public static bool IsBeside(string name) => Signatures.Concat(Checksums).Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || IsList(name);

    /// <summary>Whether a file is, by its name, a list of checksums of several files.</summary>
    public static bool IsList(string name) => List().IsMatch(name);

    /// <summary>The file that a list beside it is about, by the list's name; null: the name does not say it.</summary>
    public static string? DescribedBy(string list) =>
        Checksums.FirstOrDefault(e => list.Length > e.Length && list.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } ending ? list[..^ending.Length] : null;

    /// <summary>A file as a package of some version: its name with <c>*</c> in the version's place. Of a file whose name has no version, the version is empty.</summary>
    public static PackageIdentity Identify(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Version().Match(name) is { Success: true } match
            ? new PackageIdentity($"{name[..match.Index]}*{name[(match.Index + match.Length)..]}", match.Value, null)
            : new PackageIdentity(name, "", null);
    }

    // At least two numbers, or a date: "x86_64" and "9" in a name are something else.
    [GeneratedRegex(@"(?<![A-Za-z0-9.])v?(?:(?:19|20)[0-9]{2}-?[0-9]{2}-?[0-9]{2}(?![0-9]|\.[0-9])|(?:[0-9]+-)?[0-9]+(?:\.[0-9]+)+)(?:[a-z](?![A-Za-z0-9])|[-.~+]?(?:alpha|beta|pre|rc)[.-]?[0-9]*)?(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Version();

    [GeneratedRegex(@"^(?:.*[-_.])?(?:(?:sha(?:256|512)|checksums?|digests?)(?:sums?)?|shasums?256)(?:[-_.](?:sha(?:256|512)|all|stable))?(?:\.txt)?$|^CHECKSUM$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex List();
}
