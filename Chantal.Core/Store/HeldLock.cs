namespace Chantal.Store;

/// <summary>A file that the kernel keeps locked for this process until it ends, however it ends, with a note beside it of who has it.</summary>
internal sealed class HeldLock : IDisposable
{
    private readonly FileStream _file;
    private readonly LockNote _note;

    private HeldLock(FileStream file, LockNote note) => (_file, _note) = (file, note);

    /// <summary>Takes a lock, and waits for it as long as the layout's <see cref="StoreLayout.Locks"/> says.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="path">The lock's file.</param>
    /// <param name="isShared">Whether others may have it as well.</param>
    /// <param name="what">What is locked, for the message.</param>
    /// <param name="refused">The error where another one still has it, from what is known of that one.</param>
    public static HeldLock Take(StoreLayout layout, string path, bool isShared, string what, Func<string, Exception> refused)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = layout.Locks.Wait(what, () => TryOpen(path, isShared), () => LockNote.Read(path)) ?? throw refused(LockNote.Read(path) ?? LockNote.Unknown);
        return new HeldLock(file, LockNote.Leave(path, layout.Locks.Note, isShared));
    }

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

    /// <inheritdoc/>
    public void Dispose()
    {
        _note.Dispose();
        _file.Dispose();
    }

    // On Unix a shared lock is what reading with FileShare.Read takes, and FileShare.None the exclusive one, without waiting. One call makes the
    // file and locks it: an earlier one, only to make it, would lock it too. The file stays: removing it would let two hold "the" lock.
    private static FileStream? TryOpen(string path, bool isShared)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, isShared ? FileAccess.Read : FileAccess.ReadWrite, isShared ? FileShare.Read : FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == Posix.EAGAIN)
        {
            return null;
        }
    }
}
