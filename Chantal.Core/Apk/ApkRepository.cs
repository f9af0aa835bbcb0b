using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Apk;

/// <summary>A repository for one architecture: a directory with an index and the packages that it lists.</summary>
/// <param name="Name">The repository, as messages call it.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="Directory">Its directory in the mirror.</param>
internal sealed record ApkRepository(string Name, string Architecture, string Directory)
{
    /// <summary>The name of an index.</summary>
    public const string IndexName = "APKINDEX.tar.gz";

    private static readonly string[] Variables = ["${arch}", "$arch"];

    /// <summary>The path of its index.</summary>
    public string Index => PathOf(IndexName);

    /// <summary>The path of a file beside the index.</summary>
    public string PathOf(string file) => $"{Directory}/{file}";

    /// <summary>The definition's repositories with each architecture. As in <c>/etc/apk/repositories</c>, the architecture is a directory below, unless the path says where it stands.</summary>
    /// <exception cref="MirrorException">A path is not a directory of a mirror, or two repositories share one.</exception>
    public static IReadOnlyList<ApkRepository> Expand(ApkDefinition definition)
    {
        var repositories = definition.Repositories.DefaultIfEmpty("").Distinct().SelectMany(r => definition.Architectures.Distinct().Select(a => Expand(r, a))).ToList();
        return repositories.GroupBy(r => r.Directory).FirstOrDefault(g => g.Count() > 1) is { } clash ? throw ApkDiagnostics.RepositoriesClash(clash.Key, clash.Count()) : repositories;
    }

    private static ApkRepository Expand(string template, string architecture)
    {
        var path = template.Trim('/');
        path = path is "." ? "" : path;
        var placed = Variables.Any(v => path.Contains(v, StringComparison.Ordinal)) ? path : path.Length == 0 ? Variables[0] : $"{path}/{Variables[0]}";
        var directory = Variables.Aggregate(placed, (text, variable) => text.Replace(variable, architecture, StringComparison.Ordinal));
        return ArtifactPath.Fault(directory) is not { } fault
            ? new ApkRepository(path.Length == 0 ? "." : path, architecture, directory)
            : throw ApkDiagnostics.RepositoryInvalid(template, directory, fault);
    }
}
