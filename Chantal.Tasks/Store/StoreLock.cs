using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>
/// A lock on a whole store, dropped by the kernel when the process ends: many may write to it at a time, each its own mirror,
/// but nobody while content is removed; and one at a time makes or removes refs of snapshots and channels.
/// </summary>
public sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Keeps content from being removed, together with whoever else wants that.</summary>
    public static StoreLock Share(StoreLayout layout) => Open(layout, "content.lock", FileShare.ReadWrite);

    /// <summary>Waits for nobody: takes the store alone, to remove content.</summary>
    public static StoreLock TakeContent(StoreLayout layout) => Open(layout, "content.lock", FileShare.None);

    /// <summary>Takes the refs of snapshots and channels alone.</summary>
    public static StoreLock TakeRefs(StoreLayout layout) => Open(layout, "refs.lock", FileShare.None);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static StoreLock Open(StoreLayout layout, string name, FileShare share)
    {
        ArgumentNullException.ThrowIfNull(layout);
        layout.Initialize();
        var path = Path.Combine(layout.StoreRoot, "state", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // On Unix FileShare.None is the exclusive lock, and anything else the shared one.
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new MirrorException(
                DiagnosticCodes.StoreLocked,
                $"Another process works on the store '{layout.StoreRoot}' in a way that does not go together with this; wait for it to end, and run again.",
                exception);
        }
    }
}
