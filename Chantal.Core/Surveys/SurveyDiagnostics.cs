using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Surveys;

/// <summary>What looking at an upstream, and choosing from it, reports.</summary>
internal static class SurveyDiagnostics
{
    // Of what there is, in a message.
    private const int MostNames = 20;

    [Documented(DiagnosticCodes.AnswerMissing, Severity.Error,
        "`chantal init` needs to know something, and there is no terminal to ask on.",
        "Give the option that the message names.")]
    public static MirrorException AnswerMissing(string what, string option, IReadOnlyList<string> there) => new(
        DiagnosticCodes.AnswerMissing,
        $"{what} missing, and there is no terminal to ask on. Give {option}{(there.Count == 0 ? "" : $": there are {Names(there)}")}.");

    [Documented(DiagnosticCodes.NotOffered, Severity.Error,
        "`chantal init` was asked for a suite, component, architecture or repository that the upstream does not have.",
        "Use one that the message names.")]
    public static MirrorException NotOffered(string option, string value, string upstream, string? nearest, IReadOnlyList<string> there) => new(
        DiagnosticCodes.NotOffered,
        $"{upstream} does not have '{value}', which {option} names{NearestWord.Hint(nearest)}. There are {Names(there)}. Correct {option}.");

    [Documented(DiagnosticCodes.NothingThere, Severity.Error,
        "The upstream does not have what the type of mirror needs, so `chantal init` cannot look at it.",
        "Correct `--upstream` or `--type`.")]
    public static MirrorException NothingThere(string upstream, string path) => new(
        DiagnosticCodes.NothingThere,
        $"{upstream} does not have '{path}', or it is something else. Correct --upstream or --type, or what is below the upstream.");

    public static MirrorException ProjectNotThere(string upstream, string project) => new(
        DiagnosticCodes.NothingThere,
        $"{upstream} does not have a page of the project '{project}'. Correct --upstream, the address of an index, which usually ends in /simple/; or --package, or --type.");

    [Documented(DiagnosticCodes.SignerUnknown, Severity.Error,
        "The upstream is signed with a key that neither Chantal nor this machine has.",
        "Get the key from its owner, compare its fingerprint, and give its file with `--signed-by`.")]
    public static MirrorException SignerUnknown(SignedRoot root) => new(
        DiagnosticCodes.SignerUnknown,
        $"'{root.Path}' is signed with {string.Join(" and ", root.Signatures.Select(s => s.Count > 0 ? $"the key {s[0]}" : "an unnamed key"))}, which neither Chantal nor this machine has. Get the key from its owner, compare its fingerprint, and give its file with --signed-by.");

    [Documented(DiagnosticCodes.KeyUnconfirmed, Severity.Error,
        "The upstream serves the key that it is signed with, and nobody has confirmed that it is the right one.",
        "Compare the fingerprint with one from its owner, and give it with `--fingerprint`.")]
    public static MirrorException KeyUnconfirmed(KeyFile file, SignerKey key) => new(
        DiagnosticCodes.KeyUnconfirmed,
        $"The upstream is signed with the key {key.Fingerprint} of '{key.Owner}', which it serves itself at {file.Place}. Anybody who stands in for the upstream could do that. Compare the fingerprint with one from its owner, and give it with --fingerprint.");

    [Documented(DiagnosticCodes.UpstreamUnsigned, Severity.Error,
        "The upstream is not signed, so anybody on the way could change what is mirrored.",
        "If you accept that, give `--unsigned`.")]
    public static MirrorException UpstreamUnsigned(SignedRoot root) => new(
        DiagnosticCodes.UpstreamUnsigned,
        $"'{root.Path}' is not signed, so anybody on the way could change what is mirrored. If you accept that, give --unsigned.");

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
