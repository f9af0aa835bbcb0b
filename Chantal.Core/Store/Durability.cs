namespace Chantal.Store;

/// <summary>
/// Makes what was written survive a loss of power. Whatever has to be on disk before something else says that it is there comes by here: content before
/// the manifest that names it, that before its ref, a published tree before its record. Names of files are flushed here; who writes one flushes its content.
/// </summary>
internal sealed class Durability
{
    /// <summary>Hears of each flush before it begins; tests look then at what is there.</summary>
    public Action<string>? Flushing { get; init; }

    /// <summary>Flushes everything on the file system of a directory: one call for any number of files, instead of one each.</summary>
    public void FlushFileSystem(string directory)
    {
        Flushing?.Invoke(directory);
        Posix.SyncFileSystem(directory);
    }

    /// <summary>Flushes the names in a directory.</summary>
    public void FlushDirectory(string directory)
    {
        Flushing?.Invoke(directory);
        Posix.SyncDirectory(directory);
    }
}
