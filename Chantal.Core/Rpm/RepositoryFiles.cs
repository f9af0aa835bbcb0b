namespace Chantal.Rpm;

/// <summary>The files of a repository that no metadata lists with a checksum, by the names under which they are kept.</summary>
internal static class RepositoryFiles
{
    public const string Repomd = "repomd.xml";
    public const string Signature = "repomd.xml.asc";
    public const string Key = "repomd.xml.key";
    public const string TreeInfo = "treeinfo";
    public const string HiddenTreeInfo = ".treeinfo";

    /// <summary>Their places in the repository, by name. Installers ask for both names of a tree's description; SUSE's media have a directory of their own.</summary>
    public static IReadOnlyDictionary<string, string> Paths { get; } = new Dictionary<string, string>
    {
        [Repomd] = "repodata/repomd.xml",
        [Signature] = "repodata/repomd.xml.asc",
        [Key] = "repodata/repomd.xml.key",
        [HiddenTreeInfo] = ".treeinfo",
        [TreeInfo] = "treeinfo",
        ["media"] = "media.1/media",
        ["products"] = "media.1/products",
    };

    /// <summary>Those that a repository may do without, and that belong to its metadata.</summary>
    public static IReadOnlyList<string> Optional { get; } = [Key, "media", "products"];

    /// <summary>Those that describe an installable tree.</summary>
    public static IReadOnlyList<string> Tree { get; } = [HiddenTreeInfo, TreeInfo];
}
