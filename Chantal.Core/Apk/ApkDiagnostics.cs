using Chantal.Diagnostics;
using Chantal.Repositories;

namespace Chantal.Apk;

/// <summary>What the plan of an Alpine mirror reports.</summary>
internal static class ApkDiagnostics
{
    public static MirrorException RepositoryInvalid(string template, string path, string fault) => new(
        DiagnosticCodes.RpmRepositoryInvalid,
        $"The repository '{template}' means the directory '{path}', which {fault}. Write its path below Upstream, such as 'v3.22/main'.");

    public static MirrorException RepositoriesClash(string directory, int count) => new(
        DiagnosticCodes.RpmRepositoryInvalid,
        $"{count} repositories would be at '{directory}'. Give each a Repository path of its own.");

    [Documented(DiagnosticCodes.ApkRepositoryNotFound, Severity.Error,
        "The upstream has no `APKINDEX.tar.gz` for a repository and architecture.",
        "Correct the path, the architecture or the upstream.")]
    public static MirrorException RepositoryNotFound(string directory) => new(
        DiagnosticCodes.ApkRepositoryNotFound,
        $"The upstream does not have '{directory}/APKINDEX.tar.gz'{ArchitectureNames.HintFor(directory)}. Correct the Repository, the Architecture or the upstream's address. A repository that only has an index of apk version 3 (Packages.adb) cannot be mirrored.");

    [Documented(DiagnosticCodes.ApkIndexMalformed, Severity.Error,
        "An `APKINDEX.tar.gz` cannot be read.",
        "Report it to the operator of the upstream.")]
    public static MirrorException IndexMalformed(string name, Exception inner) => new(
        DiagnosticCodes.ApkIndexMalformed,
        $"{name} cannot be used: {inner.Message.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    public static Diagnostic PatternMatchesNothing(string pattern) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"'{pattern}' of the Package items matches no package of the selected repositories and architectures. Correct or remove it.");

    public static Diagnostic VerificationOff() => new(
        DiagnosticCodes.VerificationOff,
        "VerifySignatures is false, so nobody can tell whether the upstream or somebody on the way changed the index. Set SignedBy to the public keys of the repository, and remove VerifySignatures=false.");

    public static Diagnostic PackageVerificationOff() => new(
        DiagnosticCodes.PackageVerificationOff,
        "VerifyPackages is false, so the packages' own signatures are not checked; the checksums in the index still are. Set SignedBy to the keys that sign them, and remove VerifyPackages=false.");

    public static Diagnostic RewrittenUnsigned() => new(
        DiagnosticCodes.RewrittenUnsigned,
        "The indices are rewritten to list what the mirror holds, and are not signed: apk refuses them unless it is called with --allow-untrusted. Set SigningKey to sign them, or set Metadata=Verbatim to copy upstream's.");
}
