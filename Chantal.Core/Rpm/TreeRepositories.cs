using Chantal.Repositories;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>The repositories that lie in an installable tree (addons, variants), as its <c>.treeinfo</c> names them.</summary>
internal static class TreeRepositories
{
    /// <summary>
    /// Their paths below the repository. Those beside it (a BaseOS tree names AppStream as <c>../../../AppStream</c>) are
    /// mirrored where the definition names them.
    /// </summary>
    public static IReadOnlyList<string> Of(RpmRepository repository, RootDirectory roots) => Of(Read(repository, roots));

    /// <summary>The same by descriptions that are not on disk yet.</summary>
    public static IReadOnlyList<string> Of(RpmRepository repository, IReadOnlyDictionary<string, RootFile> files) =>
        Of([.. RepositoryFiles.Tree.Where(files.ContainsKey).Select(name => TreeInfo.Parse(files[name].Content, repository.PathOf(name))).Take(1)]);

    private static IReadOnlyList<string> Of(IReadOnlyList<TreeInfo> trees) =>
        [.. trees
            .SelectMany(t => t.Repositories)
            .Select(p => p.Trim('/'))
            .Where(p => p is not ("" or ".") && Plans.ArtifactPath.Fault(p) is null)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>The descriptions that the repository has on disk; one under both names counts once.</summary>
    public static IReadOnlyList<TreeInfo> Read(RpmRepository repository, RootDirectory roots) =>
        [.. RepositoryFiles.Tree
            .Where(name => File.Exists(roots.PathOf(name)))
            .Select(name => TreeInfo.Parse(File.ReadAllBytes(roots.PathOf(name)), repository.PathOf(name)))
            .Take(1)];
}
