using Chantal.Diagnostics;

namespace Chantal.Runs;

/// <summary>What a run reports, whatever it does.</summary>
internal static class RunDiagnostics
{
    [Documented(DiagnosticCodes.Interrupted, Severity.Error,
        "The run was interrupted.",
        "Run it again: it resumes.")]
    public static Diagnostic Interrupted(string mirror) => new(
        DiagnosticCodes.Interrupted,
        $"The run of '{mirror}' was interrupted. What was published before is still served. Run it again: it resumes with what was fetched.");

    /// <summary>For an end between two tasks, which no task can tell of.</summary>
    public static Diagnostic Terminated() => new(
        DiagnosticCodes.Interrupted,
        "The build got SIGTERM before it was done. What was published before is still served. Run it again: it resumes with what was fetched.");

    [Documented(DiagnosticCodes.FileSystem, Severity.Error,
        "The file system rejected an operation.",
        "Fix what the message names.")]
    public static Diagnostic FileSystem(string mirror, Exception cause) => new(
        DiagnosticCodes.FileSystem,
        $"The run of '{mirror}' failed: {cause.Message.TrimEnd('.')}. Fix the cause, and run the same command again.");

    public static Diagnostic StoreUnusable(string storeRoot, Exception cause) => new(
        DiagnosticCodes.FileSystem,
        $"The store in {storeRoot} cannot be used: {cause.Message.TrimEnd('.')}. Correct StoreRoot, or see to it that the user '{Environment.UserName}' may write there, and run the same command again.");

    [Documented(DiagnosticCodes.MirrorsFailed, Severity.Error,
        "Mirrors of `chantal.proj` failed; the error names them.",
        "Read the errors above it.")]
    public static MirrorException MirrorsFailed(IEnumerable<string> mirrors) => new(
        DiagnosticCodes.MirrorsFailed,
        $"Failed: {string.Join(", ", mirrors)}. What they published before is still served, unless its errors say that it was published without some packages. Read the errors above, which say why each failed.");

    [Documented(DiagnosticCodes.RunReportUnwritten, Severity.Warning,
        "The run report or the metrics of a sync, or the metrics after a promotion, could not be written.",
        "Fix what the message says, most often permissions of `MetricsDirectory`.")]
    public static Diagnostic ReportUnwritten(string mirror, Exception cause) => new(
        DiagnosticCodes.RunReportUnwritten,
        $"The run report or the metrics of '{mirror}' could not be written: {cause.Message} Fix the cause; the sync itself ended as the log says.");

    public static Diagnostic MetricsUnwritten(string mirror, Exception cause) => new(
        DiagnosticCodes.RunReportUnwritten,
        $"The metrics of '{mirror}' could not be written: {cause.Message} Fix the cause; the next sync writes them, and everything else is done.");
}
