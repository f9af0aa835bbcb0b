using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>One writer per mirror: an advisory lock that the kernel drops when the process ends, however it ends.</summary>
public sealed class MirrorLock : IDisposable
{
    private readonly FileStream _file;

    private MirrorLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or throws <see cref="DiagnosticCodes.MirrorLocked"/> and says who has it.</summary>
    public static MirrorLock Acquire(StoreLayout layout, string mirror)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var path = Path.Combine(layout.State(mirror), "lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix. The file stays: removing it would let two hold "the" lock.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new MirrorException(
                DiagnosticCodes.MirrorLocked,
                $"Another process works on the mirror '{mirror}' ({Holder(path)}); wait for it to end, or stop it, and run again.",
                exception);
        }

        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes($"pid {Environment.ProcessId} on {Environment.MachineName}\n"));
        file.Flush();
        return new MirrorLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The holder's note is read with a call of the system's own: opening it as .NET does would ask for the lock again.
    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (IOException)
        {
            return "it does not say which";
        }
    }
}
