using Chantal.Diagnostics;

namespace Chantal.Locking;

/// <summary>What the lock file reports.</summary>
internal static class LockingDiagnostics
{
    [Documented(DiagnosticCodes.LockFileMissing, Severity.Error,
        "`Locked` is true and there is no lock file.",
        "Sync with `LockFile=true` and `Locked=false`, and commit the file.")]
    public static MirrorException LockFileMissing(string path) => new(
        DiagnosticCodes.LockFileMissing,
        $"Locked is true, but the lock file '{path}', which names the state to publish, does not exist. To write it, run Sync with -p:LockFile=true -p:Locked=false.");

    [Documented(DiagnosticCodes.LockFileUnreadable, Severity.Error,
        "The lock file cannot be read, or belongs to another mirror.",
        "Get it from Git again, or write it again.")]
    public static MirrorException LockFileUnreadable(string path, string fault, Exception? inner = null) => new(
        DiagnosticCodes.LockFileUnreadable,
        $"The lock file '{path}' cannot be used: {fault.TrimEnd('.')}. Get it from Git again, or sync with -p:LockFile=true -p:Locked=false to write it again.",
        inner);
}
