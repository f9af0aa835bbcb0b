using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>What the store reports.</summary>
internal static class StoreDiagnostics
{
    [Documented(DiagnosticCodes.StoreFormat, Severity.Error,
        "The store has another format.",
        "Use the version of Chantal that made it, or another `StoreRoot`.")]
    public static MirrorException OtherFormat(string store, string? format) => new(
        DiagnosticCodes.StoreFormat,
        $"The store '{store}' has the format '{format}', and this version works with '{StoreLayout.Format}'. Use the version of Chantal that made it, or another StoreRoot.");

    [Documented(DiagnosticCodes.MirrorLocked, Severity.Error,
        "Another process is using the mirror, and was still using it after `LockTimeout`.",
        "Wait for it, or stop it.")]
    public static MirrorException MirrorLocked(string mirror, string holder) => new(
        DiagnosticCodes.MirrorLocked,
        $"Another process is using the mirror '{mirror}' ({holder}). Wait for it to end, or stop it, and run again. LockTimeout says how long runs wait by themselves.");

    [Documented(DiagnosticCodes.RefUnreadable, Severity.Error,
        "A ref cannot be read, or a folder of refs is missing.",
        "A folder: restore it from a backup, or sync every mirror, import every snapshot again, and make the folder. A mirror's: delete it and run `Rebuild`. A channel's: delete it and run `Promote` again. A snapshot's: run `DeleteSnapshot`, and make or import it again.")]
    public static MirrorException HeadUnreadable(string path, Exception? inner) => new(
        DiagnosticCodes.RefUnreadable,
        $"The ref '{path}' cannot be read, so the mirror's state is not known. Delete it and run the Rebuild target. What is published stays until then.",
        inner);

    public static MirrorException SnapshotUnreadable(string path, Exception? inner) => new(
        DiagnosticCodes.RefUnreadable,
        $"The ref '{path}' cannot be read, so the snapshot's state is not known. Restore it from a backup; or delete the snapshot with the DeleteSnapshot target, and make or import it again.",
        inner);

    public static MirrorException ChannelUnreadable(string path, Exception? inner) => new(
        DiagnosticCodes.RefUnreadable,
        $"The ref '{path}' cannot be read, so it is not known which snapshot the channel points to. Delete it and run the Promote target again. What is published stays until then.",
        inner);

    [Documented(DiagnosticCodes.GenerationDamaged, Severity.Error,
        "A generation is missing, or its manifest is damaged (then a warning of `Rebuild`).",
        "A mirror's head: run `Rebuild`. A snapshot's: import it again, or run `DeleteSnapshot`.")]
    public static MirrorException GenerationMissing(string store, GenerationId generation) => new(
        DiagnosticCodes.GenerationDamaged,
        $"The generation {generation} is missing in the store '{store}', which refers to it. If it is a mirror's head, run the Rebuild target to make it again; if it is a snapshot's, import the snapshot again, or delete it with the DeleteSnapshot target.");

    public static MirrorException GenerationUnreadable(string path, MirrorException inner) => new(
        DiagnosticCodes.GenerationDamaged,
        $"The generation '{path}' cannot be read: {inner.Fault}. If it is a mirror's head, run the Rebuild target to make it again; if it is a snapshot's, import the snapshot again, or delete it with the DeleteSnapshot target.",
        inner)
    {
        Fault = inner.Fault,
    };

    public static MirrorException ShardUnreadable(string path, string fault) => new(
        DiagnosticCodes.GenerationDamaged,
        $"The shard '{path}', a part of the manifests of some states, cannot be read: {fault}. If a mirror's head has it, run the Rebuild target to make it again; if a snapshot has it, import the snapshot again, or delete it with the DeleteSnapshot target.")
    {
        Fault = fault,
    };

    [Documented(DiagnosticCodes.IndexRenewed, Severity.Warning,
        "The index could not be used and was made again.",
        "Nothing. Files are read once again; content is not lost.")]
    public static Diagnostic IndexRenewed(string path, string fault) => new(
        DiagnosticCodes.IndexRenewed,
        $"The index '{path}' cannot be used ({fault}), so it is made again. Files are read once again; content is not lost.");

    [Documented(DiagnosticCodes.IndexUnavailable, Severity.Warning,
        "The index cannot be used, so this run works without it, and files are read again.",
        "Check `IndexPath` and its rights. A path longer than about 500 characters is too long for SQLite.")]
    public static Diagnostic IndexUnavailable(string path, string fault) => new(
        DiagnosticCodes.IndexUnavailable,
        $"The index '{path}' cannot be used ({fault}). This run goes on without it, and reads files again. Check the path, its rights and the disk, or set IndexPath.");

    [Documented(DiagnosticCodes.BlobDamaged, Severity.Warning,
        "A blob was damaged on disk and is fetched again.",
        "Check the disk.")]
    public static Diagnostic BlobDamaged(string path) => new(
        DiagnosticCodes.BlobDamaged,
        $"The blob '{path}' was damaged on disk: its content does not have the checksum that is its name. It is removed, and fetched or made again. Check the disk.");

    [Documented(DiagnosticCodes.StoreCopied, Severity.Warning,
        "The store is a copy of another one, and is a store of its own from now on.",
        "Give it a `PublishRoot` of its own; or run once with `TakeOver=true` if the original is gone.")]
    public static Diagnostic StoreCopied(string store, string original) => new(
        DiagnosticCodes.StoreCopied,
        $"The store '{store}' is a copy of the one that was at '{original}', and is a store of its own from now on. What the original published outside its own directory still belongs to the original. Set PublishRoot to another directory; or, if the original is gone, run once with -p:TakeOver=true.");

    public static MirrorException StoreInTree(string store, string tree) => new(
        DiagnosticCodes.TreesOverlap,
        $"The store '{store}' would be inside '{tree}', where a mirror is published. Choose another StoreRoot.");

    [Documented(DiagnosticCodes.StoreLocked, Severity.Error,
        "Another process is using the store, and was still using it after `LockTimeout`.",
        "Wait for it to end.")]
    public static MirrorException StoreLocked(string store, string holder) => new(
        DiagnosticCodes.StoreLocked,
        $"Another process is using the store '{store}' ({holder}), and this command cannot run at the same time. Wait for it to end, and run again. LockTimeout says how long runs wait by themselves.");

    [Documented(DiagnosticCodes.LocksNotEnforced, Severity.Warning,
        "Locks do not work on the store's file system, so two runs can change it at the same time.",
        "Mount it with locks (NFS version 4, or 3 with its lock service), or let only one run work on the store at a time.")]
    public static Diagnostic LocksNotEnforced(string store) => new(
        DiagnosticCodes.LocksNotEnforced,
        $"Locks do not work on the file system of the store '{store}', so two runs can change it at the same time. Mount it with locks, or let only one run work on the store at a time.");
}
