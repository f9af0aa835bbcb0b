using Chantal.Diagnostics;

namespace Chantal.Rpm.Roots;

/// <summary>What <c>repomd.xml</c>, metalinks and <c>.treeinfo</c> report.</summary>
internal static class RootDiagnostics
{
    [Documented(DiagnosticCodes.RepomdMalformed, Severity.Error,
        "A `repomd.xml` is malformed.",
        "Report it to the operator of the upstream.")]
    public static MirrorException RepomdMalformed(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.RepomdMalformed,
        $"'{file}' cannot be used: {why.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    [Documented(DiagnosticCodes.MetaLinkMalformed, Severity.Error,
        "A metalink cannot be read, or does not mention repomd.xml.",
        "Check the URL in `MetaLink` and its variables.")]
    public static MirrorException MetaLinkMalformed(string name, string why, Exception? inner = null) => new(
        DiagnosticCodes.MetaLinkMalformed,
        $"{name} cannot be used as a metalink: {why.TrimEnd('.')}. Check the URL in MetaLink and its variables, or name an Upstream in its place.",
        inner);

    public static MirrorException MetaLinkWeak(string name, IEnumerable<string> kinds) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"{name} states {string.Join(" and ", kinds)} of repomd.xml only, which can be forged. Nothing of it is taken. Ask the operator of the upstream for SHA-256, or name an Upstream in its place.");

    [Documented(DiagnosticCodes.SuseInfoMalformed, Severity.Error,
        "A `suseinfo.xml` is malformed.",
        "Report it to the operator of the upstream.")]
    public static MirrorException SuseInfoMalformed(string file, Exception inner) => new(
        DiagnosticCodes.SuseInfoMalformed,
        $"'{file}' cannot be used: {inner.Message.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    [Documented(DiagnosticCodes.ServiceIndexInvalid, Severity.Error,
        "The index of a service (`repoindex.xml`) is malformed, or names a repository that cannot be mirrored.",
        "Leave the repository out with `Alias` of the `Service` item, or report it to the operator of the upstream.")]
    public static MirrorException ServiceIndexInvalid(string file, string why, Exception? inner = null) => new(
        DiagnosticCodes.ServiceIndexInvalid,
        $"'{file}' cannot be used as the index of a service: {why.TrimEnd('.')}. Name the repositories to take in Alias of the Service item, or report it to the operator of the upstream.",
        inner);

    public static MirrorException ServiceRepositoryBeside(string file, string alias, string path) => new(
        DiagnosticCodes.ServiceIndexInvalid,
        $"'{file}' names the repository '{alias}', which would be published at '{path}', and so not below the service. Set Upstream to the service's own directory, and write its Service item as '.'.");

    [Documented(DiagnosticCodes.TreeInfoMalformed, Severity.Error,
        "A .treeinfo does not describe an installable tree.",
        "Report it to the operator of the upstream, or set `IncludeTree` to `false`.")]
    public static MirrorException TreeInfoMalformed(string name, string why) => new(
        DiagnosticCodes.TreeInfoMalformed,
        $"{name} does not describe an installable tree: {why}. Report it to the operator of the upstream, or set IncludeTree=false.");
}
