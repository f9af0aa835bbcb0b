namespace Chantal.Surveys;

/// <summary>Walks the directories of an upstream, the nearer ones first, and finds those of a kind.</summary>
internal static class DirectoryWalk
{
    private const int MaxDepth = 5;

    // What distributions keep beside repositories, and what lies in them.
    private static readonly HashSet<string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "repodata", "Packages", "images", "isolinux", "EFI", "LiveOS", "iso", "isos", "repoview", "getPackage", "drpms", "media", "releases", "boot", "live", "cloud", "debug", "dists", "pool",
    };

    /// <summary>Architectures as directories are called by them.</summary>
    public static IReadOnlyList<string> Architectures { get; } =
        ["x86_64", "x86_64_v2", "x86_64_v3", "aarch64", "ppc64le", "s390x", "i386", "i686", "armhfp", "armhf", "armv7", "armv7hl", "x86", "riscv64", "loongarch64", "noarch"];

    /// <summary>The directories that are of the kind; nothing below them is looked at.</summary>
    /// <param name="client">Asks the upstream.</param>
    /// <param name="isFound">Tells by the directories in it.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static async Task<IReadOnlyList<(string Path, IReadOnlyList<string> Directories)>> FindAsync(SurveyClient client, Func<IReadOnlyList<string>, bool> isFound, CancellationToken cancellation)
    {
        var found = new List<(string, IReadOnlyList<string>)>();
        List<string> level = [""];
        for (var depth = 0; depth <= MaxDepth && level.Count > 0; depth++)
        {
            var listings = await Task.WhenAll(level.Select(d => client.ListAsync(d, cancellation)));
            var next = new List<string>();
            foreach (var (path, (directories, _)) in level.Zip(listings))
            {
                if (isFound(directories))
                {
                    found.Add((path, directories));
                }
                else
                {
                    next.AddRange(directories.Where(d => !Elsewhere.Contains(d)).Select(d => path.Length == 0 ? d : $"{path}/{d}"));
                }
            }

            level = next;
        }

        return found;
    }
}
