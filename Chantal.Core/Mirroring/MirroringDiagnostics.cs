using Chantal.Diagnostics;
using Chantal.Policy;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What is reported on the way from a plan to a generation.</summary>
internal static class MirroringDiagnostics
{
    private const int MostNames = 5;

    [Documented(DiagnosticCodes.NotEnoughSpace, Severity.Error,
        "The disk has less free space than the sync needs.",
        "Free some space, select less, or [move the store](how-to/move-a-store.md).")]
    public static MirrorException NotEnoughSpace(string what, long needed, long reserve, string directory, long free) => new(
        DiagnosticCodes.NotEnoughSpace,
        $"{what} needs {Quantity.Bytes(needed)}, and {Quantity.Bytes(reserve)} that it does not count, such as metadata, but '{directory}' has only {Quantity.Bytes(free)} free. Nothing was written. Free some space, select less, or choose another place.");

    [Documented(DiagnosticCodes.OptionalFilesAbsent, Severity.Warning,
        "The upstream lists files that clients do not need, but does not have them, or has other content. The mirror is published without them.",
        "Nothing has to be done. `MissingFiles=error` makes it an error, and `ExcludeIndex` stops asking for an index.")]
    public static Diagnostic OptionalFilesAbsent(string mirror, IReadOnlyList<MissingFile> files) => new(
        DiagnosticCodes.OptionalFilesAbsent,
        $"The upstream of '{mirror}' does not have {Count(files)} as its metadata lists it: {Names(files)}. Clients do not need this, so the mirror is published without. Set MissingFiles=error to make this an error.");

    [Documented(DiagnosticCodes.PackagesLeftOut, Severity.Error,
        "The upstream does not have some packages as its metadata describes them, and the mirror was published without them, because `OnBadPackage` is `leaveOut`. Each sync tries them again.",
        "Report them to the operator of the upstream, or leave them out with `ExcludePackage`.")]
    public static MirrorException PackagesLeftOut(string mirror, IReadOnlyList<string> paths) => new(
        DiagnosticCodes.PackagesLeftOut,
        $"'{mirror}' is published without {Quantity.Count(paths.Count, "package")}, because the upstream does not have what its metadata describes: {Names(paths)}. Each sync tries again. Report it to the operator of the upstream, or leave the package out with ExcludePackage.");

    [Documented(DiagnosticCodes.Incomplete, Severity.Error,
        "Files of the plan could not be stored; the errors before this one name them.",
        "Sync again when the upstream is complete.")]
    public static MirrorException Incomplete(string mirror, StoreOutcome outcome)
    {
        var more = outcome.MissingCount > outcome.Missing.Count ? $"; the errors above name the first {outcome.Missing.Count}" : "";
        return new MirrorException(
            DiagnosticCodes.Incomplete,
            $"{outcome.MissingCount} of {Quantity.Count(outcome.Files, "file")} of '{mirror}' could not be stored{more}. What was published before is still served, and what was fetched is kept. Sync again when the upstream is complete.");
    }

    public static MirrorException BlobMissing(string path) => new(
        DiagnosticCodes.BlobMissing,
        $"The blob of '{path}' is no longer in the store. Run the Rebuild target to fetch it again.");

    [Documented(DiagnosticCodes.CandidateRefused, Severity.Error,
        "A step of your own in front of publishing (`BeforePublish` or `BeforePublishCommand`) failed. What was published before is still served.",
        "The errors before this one say why. Correct what is wrong and sync again: what was fetched is kept.")]
    public static MirrorException CandidateRefused(string mirror, string tree) => new(
        DiagnosticCodes.CandidateRefused,
        $"The new state of '{mirror}' is not published, because a check in front of publishing failed: the errors above say why. What was published before is still served. The state that was checked is in {tree}. Correct what is wrong and sync again.");

    [Documented(DiagnosticCodes.PublishCheckFailed, Severity.Error,
        "The command that `BeforePublishCommand` gives failed or could not be run.",
        "Its output before this error says why.")]
    public static MirrorException PublishCheckFailed(string command, string reason) => new(
        DiagnosticCodes.PublishCheckFailed,
        $"The command in BeforePublishCommand failed: {reason}. It was: {Printable.Escape(command)}");

    public static MirrorException StampUnreadable(string stamp) => new(
        DiagnosticCodes.PlanUnreadable,
        $"'{stamp}' does not name a state of the mirror. Delete the file and sync again.");

    public static MirrorException SummaryUnreadable(string path, Exception inner) => new(
        DiagnosticCodes.PlanUnreadable,
        $"The plan's summary '{path}' cannot be read: {inner.Message} Run the Plan target again.",
        inner);

    [Documented(DiagnosticCodes.LockedStateGone, Severity.Error,
        "The state in the lock file is not in the store, and upstream has another state now.",
        "Approve the new state, or import the old one.")]
    public static MirrorException LockedStateGone(string locked, GenerationId generation) => new(
        DiagnosticCodes.LockedStateGone,
        $"The lock file names generation {locked[..12]}, which is not in the store. What upstream has now comes to {generation.ToString()[..12]}, so nothing was published. Approve the new state with -p:LockFile=true -p:Locked=false, or import the old one with the Import target.");

    [Documented(DiagnosticCodes.PlanOfAnotherType, Severity.Error,
        "A plug-in wrote a plan of another type than the mirror's.",
        "Correct the plug-in: the header of its plan has the mirror's `MirrorType`.")]
    public static MirrorException PlanOfAnotherType(string mirror, string type, string expected) => new(
        DiagnosticCodes.PlanOfAnotherType,
        $"The plan of '{mirror}' has the type '{type}', and the mirror has MirrorType '{expected}'. Nothing of it is taken. Let ResolvePlan write '{expected}' as the type in the plan's header.");

    public static MirrorException NoUpstream(string path) => new(
        DiagnosticCodes.UrlInvalid,
        $"It is not known where to fetch '{path}': it is not in any directory that has URLs of its own. Name an Upstream.");

    // An index is one, whatever the number of its encodings and of its names by hash.
    private static string Count(IReadOnlyList<MissingFile> files) => Quantity.Count(files.DistinctBy(f => f.Group ?? f.Path).Count(), "file");

    private static string Names(IReadOnlyList<MissingFile> files) =>
        Names([.. files.Where(f => !f.Path.Contains("/by-hash/", StringComparison.Ordinal)).DistinctBy(f => f.Group ?? f.Path).Select(f => f.Path)]);

    private static string Names(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(MostNames).Select(p => $"'{p}'")) + (paths.Count > MostNames ? $", and {paths.Count - MostNames} more" : "");

    [Documented(DiagnosticCodes.MaliciousState, Severity.Error,
        "A new state of a mirror whose metadata stays as upstream signed it has a version that an advisory calls malicious. Nothing can be left out of it, so it is not published; what was published stays.",
        "Keep the file out with a `Block` item; or wait until upstream takes the version out; or rewrite the metadata with `Metadata=Regenerate`.")]
    public static MirrorException MaliciousState(string mirror, IReadOnlyList<PolicyLine> lines) => new(
        DiagnosticCodes.MaliciousState,
        $"The new state of '{mirror}' has versions that are known to be malicious: {string.Join("; ", lines.Take(10).Select(l => Printable.Escape($"{l.Name} {l}")))}{(lines.Count > 10 ? $"; and {lines.Count - 10} more" : "")}. It is not published, and what was published stays. Name them in Block items, or wait until upstream takes them out.");
}
