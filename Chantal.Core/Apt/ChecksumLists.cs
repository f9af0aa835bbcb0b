using Chantal.Plans;

namespace Chantal.Apt;

/// <summary>The lists of installer images by their names: the same files, each time with another checksum.</summary>
internal static class ChecksumLists
{
    // The best one comes first: plans know files by SHA-256.
    private static readonly (string Name, HashKind Kind)[] Known =
        [("SHA256SUMS", HashKind.Sha256), ("SHA512SUMS", HashKind.Sha512), ("SHA1SUMS", HashKind.Sha1), ("MD5SUMS", HashKind.Md5)];

    /// <summary>Of the lists among some files, the best one of each directory.</summary>
    public static HashSet<string> Strongest(IEnumerable<string> paths) =>
    [
        .. paths.Where(p => Array.Exists(Known, k => k.Name == NameOf(p)))
            .GroupBy(p => p[..^NameOf(p).Length])
            .Select(g => g.MinBy(p => Array.FindIndex(Known, k => k.Name == NameOf(p)))!),
    ];

    /// <summary>The checksums of a list.</summary>
    public static HashKind KindOf(string path) => Array.Find(Known, k => k.Name == NameOf(path)).Kind;

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
