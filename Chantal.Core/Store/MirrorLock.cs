using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>One writer per mirror: an advisory lock that the kernel drops when the process ends, however it ends.</summary>
internal sealed class MirrorLock : IDisposable
{
    private readonly FileStream _file;
    private readonly StoreLock _content;

    private MirrorLock(FileStream file, StoreLock content) => (_file, _content) = (file, content);

    /// <summary>Takes the lock, or throws <see cref="DiagnosticCodes.MirrorLocked"/> and says who has it.</summary>
    public static MirrorLock Acquire(StoreLayout layout, string mirror, ILog log)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var path = Path.Combine(layout.State(mirror), "lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = StoreLock.Share(layout, log);
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix. The file stays: removing it would let two hold "the" lock.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            content.Dispose();
            throw StoreDiagnostics.MirrorLocked(mirror, Holder(path), exception);
        }

        File.WriteAllText(NoteOf(path), $"pid {Environment.ProcessId} on {Environment.MachineName}\n");
        return new MirrorLock(file, content);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _content.Dispose();
    }

    // A file of its own: .NET asks for a lock even to read, and the lock's file has one.
    private static string NoteOf(string path) => path + ".holder";

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(NoteOf(path)).Trim();
        }
        catch (IOException)
        {
            return "its process is not known";
        }
    }
}
