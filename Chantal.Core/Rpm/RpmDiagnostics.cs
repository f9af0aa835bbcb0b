using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>What the plan of an RPM mirror reports.</summary>
internal static class RpmDiagnostics
{
    private const int MostNames = 5;

    [Documented(DiagnosticCodes.InvalidVariable, Severity.Error,
        "A variable's name, value or use cannot be understood.",
        "Use letters, digits and `_` in its name, and write it as `$name` or `${name}`.")]
    public static MirrorException VariableInvalid(string name, string why) => new(
        DiagnosticCodes.InvalidVariable,
        $"The variable '{name}' cannot be used: {why}. Write it as <Variable Include=\"releasever\" Value=\"9\" />.");

    public static MirrorException VariableUnclosed(string template) => new(
        DiagnosticCodes.InvalidVariable,
        $"'{template}' has a '${{' that is not followed by the name of a variable and '}}'. Write it as ${{releasever}} or $releasever.");

    [Documented(DiagnosticCodes.VariableUndefined, Severity.Error,
        "A path or URL uses a variable that has no value.",
        "Add `<Variable Include=\"releasever\" Value=\"9\" />`; for `$basearch`, an `Architecture`.")]
    public static MirrorException VariableUndefined(string name, string template) => new(
        DiagnosticCodes.VariableUndefined,
        $"'{template}' uses the variable '{name}', which has no value. Define it, such as <Variable Include=\"{name}\" Value=\"9\" />.");

    public static MirrorException ArchitectureUndefined(string name, string template) => new(
        DiagnosticCodes.VariableUndefined,
        $"'{template}' uses the variable '{name}', which has no value. Name the architectures, such as <Architecture Include=\"x86_64\" />.");

    [Documented(DiagnosticCodes.RpmRepositoryInvalid, Severity.Error,
        "A `Repository` is not a directory of a mirror, or two share one.",
        "Write its path below `Upstream`, with `$basearch` where there are several architectures.")]
    public static MirrorException RepositoryInvalid(string template, string path, string fault) => new(
        DiagnosticCodes.RpmRepositoryInvalid,
        $"The repository '{template}' means the directory '{path}', which {fault}. Write its path below Upstream, such as 'BaseOS/$basearch/os'.");

    public static MirrorException RepositoriesClash(string name, int count) => new(
        DiagnosticCodes.RpmRepositoryInvalid,
        $"{count} repositories would be at '{name}'. Give each a Repository path of its own, with $basearch in it where there are several architectures, and each variable that has several values.");

    public static MirrorException UpstreamsDiffer() => new(
        DiagnosticCodes.InvalidVariable,
        "Upstream has several URLs and a variable with several values, and they do not end alike from that variable on. Write each as https://…/$releasever/…, with the same end.");

    [Documented(DiagnosticCodes.RpmRepositoryNotFound, Severity.Error,
        "The upstream has no `repodata/repomd.xml` for a repository.",
        "Correct the path or the upstream.")]
    public static MirrorException RepositoryNotFound(string name) => new(
        DiagnosticCodes.RpmRepositoryNotFound,
        $"The upstream does not have 'repodata/repomd.xml'{(name == "." ? "" : $" in '{name}'")}{ArchitectureNames.HintFor(name)}. Correct the Repository's path or the upstream's address.");

    [Documented(DiagnosticCodes.ServiceNotFound, Severity.Error,
        "The upstream has no `repo/repoindex.xml` for a service, or none of the repositories in it is taken.",
        "Correct the path of the `Service` item or its `Alias`, or the upstream.")]
    public static MirrorException ServiceNotFound(ServiceItem service) => new(
        DiagnosticCodes.ServiceNotFound,
        $"The upstream does not have '{service.IndexPath}', the index of a service. Correct the path of the Service item or the upstream's address.");

    public static MirrorException ServiceEmpty(ServiceItem service) => new(
        DiagnosticCodes.ServiceNotFound,
        $"'{service.IndexPath}' does not name a repository that the definition takes. Correct Alias of the Service item '{service.Name}', or remove it.");

    public static Diagnostic AliasMatchesNothing(string pattern, ServiceItem service) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"The pattern '{pattern}' of the service '{service.Name}' matches none of its repositories. Correct or remove it in the Alias of the Service item.");

    public static MirrorException ServicePathInvalid(string path, string fault) => new(
        DiagnosticCodes.RpmRepositoryInvalid,
        $"The service '{path}' is not a directory below Upstream: its path {fault}. Write the path of the directory that holds repo/repoindex.xml, or '.' for Upstream itself.");

    public static Diagnostic PatternMatchesNothing(string pattern) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"'{pattern}' of the Package items matches no package of the selected repositories and architectures. Correct or remove it.");

    public static Diagnostic VerificationOff(bool hasMetaLinks) => new(
        DiagnosticCodes.VerificationOff,
        hasMetaLinks
            ? "VerifySignatures is false, so metadata is only verified by the metalink's checksums, which come from a server with a valid certificate. Where the upstream signs repomd.xml, set SignedBy and remove VerifySignatures=false."
            : "VerifySignatures is false, so nobody can tell whether the upstream or somebody on the way changed the metadata. Where the upstream signs repomd.xml, set SignedBy and remove VerifySignatures=false.");

    [Documented(DiagnosticCodes.LocationOutside, Severity.Error,
        "RPM metadata places a file outside the mirror.",
        "Set `Upstream` to the common parent, and name the repository with a `Repository` item.")]
    public static MirrorException LocationOutside(string file, string location) => new(
        DiagnosticCodes.LocationOutside,
        $"{file} places a file at '{location}', which is outside of the mirror. Set Upstream to the directory that holds both the repository and the file, and name the repository with a Repository item; where a MirrorList or MetaLink says where it is, give it a Repository path that is as deep as the mirrors' own.");

    [Documented(DiagnosticCodes.LocationInRepodata, Severity.Error,
        "RPM metadata places a file in a `repodata` directory.",
        "Report it to the operator of the upstream.")]
    public static MirrorException LocationInRepodata(string file, string location) => new(
        DiagnosticCodes.LocationInRepodata,
        $"{file} places a file at '{location}', where the metadata of a repository is. Nothing of this state is taken. Report it to the operator of the upstream.");

    public static MirrorException LocationHostile(string file, string location, string fault) => new(
        DiagnosticCodes.HostilePath,
        $"{file} places a file at '{location}', which {fault}. Nothing of this state is taken. Report it to the operator of the upstream.");

    public static MirrorException ChecksumWeak(string listedIn, string path, bool hasAny) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"{listedIn} lists '{path}' with {(hasAny ? "MD5 or SHA-1 only" : "no checksum")}, so it cannot be verified. Leave it out with ExcludePackage, set AllowWeakChecksums=true and accept the risk, or ask the operator of the upstream for SHA-256.");

    [Documented(DiagnosticCodes.RpmRepomdOutOfStep, Severity.Error,
        "No mirror has the `repomd.xml` with the metalink's checksum.",
        "Sync again later: the mirrors are not up to date.")]
    public static MirrorException RepomdOutOfStep(string url) => new(
        DiagnosticCodes.RpmRepomdOutOfStep,
        $"{SafeUrl.Show(url)} does not have any of the checksums that the metalink states: the mirror is not up to date, or somebody changed the file. Sync again later.");

    [Documented(DiagnosticCodes.RepositoryExpired, Severity.Warning,
        "A repository is past the date until which its `suseinfo` says that it is current.",
        "Use another upstream; check the clock. `ExpiredMetadata` is `warn`, `error` or `ignore`.")]
    public static Diagnostic RepositoryExpired(string repository, DateTimeOffset until) => new(
        DiagnosticCodes.RepositoryExpired,
        $"The repository '{repository}' was to be replaced by a newer state before {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC, as its suseinfo says: the upstream is no longer updated, or somebody holds back its updates. Use another upstream, or check this machine's clock; for a repository that is finished, set ExpiredMetadata=ignore.");

    public static MirrorException RepositoryExpiredIsError(string repository, DateTimeOffset until) => new(DiagnosticCodes.RepositoryExpired, RepositoryExpired(repository, until).Message);

    public static UpstreamChangedException UpstreamChanged(string repository, string path, Exception? inner) => new(
        $"The upstream does not have '{path}' as the repomd.xml of '{repository}' lists it: it was changed in the meantime, or is incomplete. If this stays, use another upstream.",
        inner);

    [Documented(DiagnosticCodes.RpmPrimaryMissing, Severity.Error,
        "A repository does not have a list of packages that can be read.",
        "Ask the upstream for `primary` in gz, zst or xz.")]
    public static MirrorException PrimaryMissing(string repository) => new(
        DiagnosticCodes.RpmPrimaryMissing,
        $"The repomd.xml of '{repository}' does not list 'primary' metadata in XML, which names the packages. Ask the operator of the upstream for it: createrepo_c writes it unless told not to.");

    public static MirrorException CompressionUnread(string path) => new(
        DiagnosticCodes.RpmPrimaryMissing,
        $"'{path}' has a compression that cannot be read. Ask the operator of the upstream for gz, zst or xz.");

    [Documented(DiagnosticCodes.MetadataPointsElsewhere, Severity.Error,
        "Metadata that would be copied sends clients to another server (`xml:base`).",
        "Set `Metadata=Regenerate`.")]
    public static MirrorException PointsElsewhere(string repository, string place) => new(
        DiagnosticCodes.MetadataPointsElsewhere,
        $"The metadata of '{repository}' sends clients to {SafeUrl.Show(place)} for its files (xml:base), so they would not use a copy of it. Set Metadata=Regenerate: rewritten metadata names the mirror's own files.");

    [Documented(DiagnosticCodes.RewrittenUnsigned, Severity.Warning,
        "The metadata of a repository is rewritten and not signed, whether upstream signs it or not.",
        "Set `SigningKey`, or `Metadata=Verbatim`, or turn the check of metadata off on the clients.")]
    public static Diagnostic RewrittenUnsigned(IReadOnlyList<string> repositories) => new(
        DiagnosticCodes.RewrittenUnsigned,
        $"The metadata of {string.Join(", ", repositories.Take(MostNames).Select(r => $"'{r}'"))}{(repositories.Count > MostNames ? $" and {repositories.Count - MostNames} more" : "")} is rewritten to list what the mirror holds, and is not signed. Set SigningKey to sign it, or set Metadata=Verbatim to copy upstream's.");

    [Documented(DiagnosticCodes.RpmNoMirrors, Severity.Error,
        "A metalink or mirror list is not there, or names no http or https mirror.",
        "Check its variables, or name an `Upstream` in its place.")]
    public static MirrorException MirrorListMissing(string url) => new(
        DiagnosticCodes.RpmNoMirrors,
        $"There is no list of mirrors at {SafeUrl.Show(url)}. Correct MetaLink or MirrorList, and the variables in it.");

    public static MirrorException NoMirrors(string url, string repository) => new(
        DiagnosticCodes.RpmNoMirrors,
        $"The list of mirrors at {SafeUrl.Show(url)} does not name an http or https mirror for '{repository}'. Check its variables (releasever, the architecture), or name an Upstream in its place.");

    [Documented(DiagnosticCodes.PackageVerificationOff, Severity.Warning,
        "`VerifyPackages` is `false`.",
        "Name the packages' keys in `SignedBy`, and remove `VerifyPackages`.")]
    public static Diagnostic PackageVerificationOff() => new(
        DiagnosticCodes.PackageVerificationOff,
        "VerifyPackages is false, so the packages' own signatures are not checked. Set SignedBy to the keys that sign them, and remove VerifyPackages=false.");
}
