using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>
/// A lock on a whole store, dropped by the kernel when the process ends: many may write to it at a time, each its own mirror,
/// but nobody while content is removed; and one at a time makes or removes refs of snapshots and channels.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>
    /// Whether others are really refused while this is held. Some file systems grant every lock, and so does .NET where they
    /// have none: NFS without a lock service, for one.
    /// </summary>
    public bool IsEnforced
    {
        get
        {
            try
            {
                new FileStream(_file.Name, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                return false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Keeps content from being removed, together with whoever else wants that; warns where that is a mere wish.</summary>
    public static StoreLock Share(StoreLayout layout, ILog log) => Warned(Open(layout, "content.lock", FileAccess.Read, FileShare.Read, log), layout, log);

    /// <summary>Waits for nobody: takes the store alone, to remove content; warns where others may still write.</summary>
    public static StoreLock TakeContent(StoreLayout layout, ILog log) => Warned(Open(layout, "content.lock", FileAccess.ReadWrite, FileShare.None, log), layout, log);

    /// <summary>Takes the refs of snapshots and channels alone.</summary>
    public static StoreLock TakeRefs(StoreLayout layout) => Open(layout, "refs.lock", FileAccess.ReadWrite, FileShare.None, NoLog.Instance);

    /// <summary>Takes the imports that are not complete alone: two runs would complete or drop one under each other's hands.</summary>
    public static StoreLock TakeImports(StoreLayout layout) => Open(layout, "imports.lock", FileAccess.ReadWrite, FileShare.None, NoLog.Instance);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static StoreLock Open(StoreLayout layout, string name, FileAccess access, FileShare share, ILog log)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _ = layout.Initialize(log);
        var path = Path.Combine(layout.StoreRoot, "state", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // On Unix a shared lock is what reading with FileShare.Read takes, and FileShare.None the exclusive one. One call makes
            // the file and locks it: an earlier one, only to make it, would lock it too.
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw StoreDiagnostics.StoreLocked(layout.StoreRoot, exception);
        }
    }

    private static StoreLock Warned(StoreLock taken, StoreLayout layout, ILog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (!taken.IsEnforced)
        {
            log.Warning(StoreDiagnostics.LocksNotEnforced(layout.StoreRoot));
        }

        return taken;
    }
}
