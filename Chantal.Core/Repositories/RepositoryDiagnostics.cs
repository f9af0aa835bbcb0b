using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>What repositories of every format report.</summary>
internal static class RepositoryDiagnostics
{
    [Documented(DiagnosticCodes.RootUnsigned, Severity.Error,
        "A root of the repository (Release, repomd.xml) has no signature.",
        "Ask the upstream to sign, or set `VerifySignatures` to `false`.")]
    public static MirrorException RootUnsigned(string name) => new(
        DiagnosticCodes.RootUnsigned,
        $"'{name}' has no signature upstream. Ask the operator of the upstream to sign it, or set VerifySignatures=false and accept that nobody can tell whether it was changed.");

    [Documented(DiagnosticCodes.RootsMissing, Severity.Error,
        "The verified roots in the store are missing or were changed.",
        "Sync again.")]
    public static MirrorException RootsMissing(string directory) => new(
        DiagnosticCodes.RootsMissing,
        $"The verified root files in '{directory}' are missing or were changed. Run the Sync target to fetch them.");

    [Documented(DiagnosticCodes.StateWentBack, Severity.Error,
        "The upstream's state is older than the published one, or lost its date.",
        "Wait, or take another upstream. If upstream really took it back, accept it with `-p:Accept=` and the name in the message.")]
    public static MirrorException StateWentBack(string reason, string state) => new(
        DiagnosticCodes.StateWentBack,
        $"The upstream went back to an older state, or somebody between here and there sends an old one: {reason}. What is published stays. Wait until the upstream has caught up, or use another one. If it really withdrew the newer state, accept the older one with -p:Accept={state}.");

    [Documented(DiagnosticCodes.StateAccepted, Severity.Warning,
        "A suspicious state was taken, because `Accept` names it: the upstream went back, or a guard in front of publishing found something.",
        "Nothing; it is recorded in the history.")]
    public static Diagnostic StateAccepted(string state, string reason) => new(
        DiagnosticCodes.StateAccepted,
        $"The state {state} was accepted, because Accept names it: {reason}. Later syncs do not need Accept.");

    [Documented(DiagnosticCodes.UpstreamFileNotFound, Severity.Error,
        "The upstream does not have a file that a plug-in's plans are made of.",
        "Correct the upstream, or the plug-in's `UpstreamFile`.")]
    public static MirrorException UpstreamFileNotFound(string path) => new(
        DiagnosticCodes.UpstreamFileNotFound,
        $"The upstream does not have '{path}', which the mirror's type reads. Correct Upstream; if the type is yours, correct its UpstreamFile.");

    [Documented(DiagnosticCodes.VerificationOff, Severity.Warning,
        "`VerifySignatures` is `false`.",
        "Set `SignedBy`, and remove `VerifySignatures`.")]
    public static Diagnostic VerificationOff() => new(
        DiagnosticCodes.VerificationOff,
        "VerifySignatures is false, so nobody can tell whether the upstream or somebody on the way changed the metadata. Set SignedBy to the upstream's keyring, and remove VerifySignatures=false.");

    public static Diagnostic ExclusionMatchesNothing(string word, string pattern) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"'{pattern}' of the {word} items matches nothing in the selected repositories. Correct or remove it.");

    [Documented(DiagnosticCodes.WeakChecksumsTaken, Severity.Warning,
        "Files are taken for which the metadata gives only MD5 or SHA-1, or no checksum, because `AllowWeakChecksums` is `true`.",
        "Ask the upstream for SHA-256, then remove `AllowWeakChecksums`.")]
    public static Diagnostic WeakChecksumsTaken(string path) => new(
        DiagnosticCodes.WeakChecksumsTaken,
        $"AllowWeakChecksums is true, and the metadata gives only MD5 or SHA-1, or no checksum, for files such as '{path}', so they may have been forged. Ask the operator of the upstream for SHA-256, and remove AllowWeakChecksums when it is there.");

    [Documented(DiagnosticCodes.PackageOverMetadata, Severity.Error,
        "An index places a package where metadata is.",
        "Report it to the operator of the upstream.")]
    public static MirrorException PackageOverMetadata(string listedIn, string path) => new(
        DiagnosticCodes.PackageOverMetadata,
        $"'{listedIn}' places a package at '{path}', where signed metadata is. Nothing of this state is taken. Report it to the operator of the upstream.");

    public static MirrorException TooManyArchitectures(string prefix, int most) => new(
        DiagnosticCodes.IndexMalformed,
        $"An index of '{prefix}' lists packages of more than {most} architectures, which no real one does. Report it to the operator of the upstream.");

    public static MirrorException PassphraseFileUnreadable(string file, Exception inner) => new(
        DiagnosticCodes.SigningKeyLocked,
        $"The passphrase of SigningKey cannot be read from {file}: {inner.Message.TrimEnd('.')}. Correct SigningPassphraseFile.",
        inner);
}
