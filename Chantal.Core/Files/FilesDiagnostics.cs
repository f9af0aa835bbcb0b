using Chantal.Diagnostics;

namespace Chantal.Files;

/// <summary>What mirrors of files report.</summary>
internal static class FilesDiagnostics
{
    private const int MostNamed = 10;

    [Documented(DiagnosticCodes.FilesNotFound, Severity.Error,
        "The upstream does not have a file, a list, or a repository of releases that the definition names.",
        "Correct the item, or the upstream's address.")]
    public static MirrorException ListNotFound(string list) => new(
        DiagnosticCodes.FilesNotFound,
        $"The upstream does not have the list of checksums {list}. Correct the ChecksumFile item, or the upstream's address.");

    public static MirrorException FileNotFound(string file) => new(
        DiagnosticCodes.FilesNotFound,
        $"The upstream does not have the file {file}. Correct the item, or the upstream's address.");

    public static MirrorException PageInsteadOfFile(string file) => new(
        DiagnosticCodes.FilesNotFound,
        $"{file} is an HTML page and not the file that its name promises, so it was not taken. Correct the item, or check whether a network portal or proxy sent the page.");

    public static MirrorException NothingListed(string list, IReadOnlyList<string> patterns) => new(
        DiagnosticCodes.NothingSelected,
        $"{list} does not name a file like {(patterns.Count == 0 ? "those that a mirror takes" : string.Join(", ", patterns.Select(p => $"'{p}'")))}, so nothing was changed. The upstream may have moved on to other names: correct the Files of the ChecksumFile item.");

    public static Diagnostic PatternMatchesNothing(string word, string pattern, string place) => new(
        DiagnosticCodes.PatternMatchesNothing,
        $"The {word} '{pattern}' matches nothing of {place}. Correct or remove it.");

    [Documented(DiagnosticCodes.FileUnverified, Severity.Error,
        "Neither a checksum nor a signature says what a file has to be.",
        "Give the item a `Sha256` or a `Signature`; or set `AllowWeakChecksums` to `true` to take the file as it is when it is first seen.")]
    public static MirrorException Unverified(IReadOnlyList<string> files) => new(
        DiagnosticCodes.FileUnverified,
        $"Neither a checksum nor a signature says what these files have to be: {Names(files)}. Give the item a Sha256 or a Signature. If there is not one, set AllowWeakChecksums=true: a file is then taken as it is when it is first seen, and a change afterwards is an error.");

    public static MirrorException ChecksumWeak(string path, string list) => new(
        DiagnosticCodes.WeakChecksumsOnly,
        $"{list} gives only MD5 or SHA-1 for '{path}', which can be forged. Ask the operator of the upstream for SHA-256, or set AllowWeakChecksums=true and accept that.");

    [Documented(DiagnosticCodes.PinnedFileChanged, Severity.Error,
        "A file that nothing verifies is another one than when it was first seen; the message has both checksums.",
        "Find out why: it may be an attack. If it is right, accept it with `-p:Accept=` and the name in the message.")]
    public static MirrorException PinnedChanged(string reason, string state) => new(
        DiagnosticCodes.PinnedFileChanged,
        $"{reason}. Nothing else verifies it, so this may be an attack. What is published stays. Find out why it changed. If it is right, accept what upstream has now with -p:Accept={state}.");

    public static MirrorException SignatureMissing(string file, string signature) => new(
        DiagnosticCodes.RootUnsigned,
        $"The upstream does not have the signature '{signature}' of {file}. Correct the Signature of the item, or ask the operator of the upstream to sign the file.");

    public static Diagnostic VerificationOff() => new(
        DiagnosticCodes.VerificationOff,
        "VerifySignatures is false, so nobody can tell whether the upstream or somebody on the way changed the lists of checksums. Name the keys that sign them in SignedBy, and remove VerifySignatures=false.");

    private static string Names(IReadOnlyList<string> files) =>
        string.Join(", ", files.Take(MostNamed).Select(f => $"'{f}'")) + (files.Count > MostNamed ? $", and {files.Count - MostNamed} more" : "");
}
