using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>
/// A lock on a whole store, dropped by the kernel when the process ends: many may write to it at a time, each its own mirror,
/// but nobody while content is removed; and one at a time makes or removes refs of snapshots and channels. Who finds one taken waits
/// (<see cref="StoreLayout.Locks"/>).
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly HeldLock _held;

    private StoreLock(HeldLock held) => _held = held;

    /// <summary>Whether others are really refused while this is held.</summary>
    public bool IsEnforced => _held.IsEnforced;

    /// <summary>Keeps content from being removed, together with whoever else wants that; warns where that is a mere wish.</summary>
    public static StoreLock Share(StoreLayout layout, ILog log) => Warned(Open(layout, "content.lock", isShared: true, log), layout, log);

    /// <summary>Takes the store alone, to remove content; warns where others may still write.</summary>
    public static StoreLock TakeContent(StoreLayout layout, ILog log) => Warned(Open(layout, "content.lock", isShared: false, log), layout, log);

    /// <summary>Takes the refs of snapshots and channels alone.</summary>
    public static StoreLock TakeRefs(StoreLayout layout) => Open(layout, "refs.lock", isShared: false, NoLog.Instance);

    /// <summary>Takes the imports that are not complete alone: two runs would complete or drop one under each other's hands.</summary>
    public static StoreLock TakeImports(StoreLayout layout) => Open(layout, "imports.lock", isShared: false, NoLog.Instance);

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    private static StoreLock Open(StoreLayout layout, string name, bool isShared, ILog log)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _ = layout.Initialize(log);
        return new StoreLock(HeldLock.Take(
            layout, Path.Combine(layout.StoreRoot, "state", name), isShared, $"the store '{layout.StoreRoot}'", holder => StoreDiagnostics.StoreLocked(layout.StoreRoot, holder)));
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
