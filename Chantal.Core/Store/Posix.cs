using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Chantal.Store;

/// <summary>The system calls that .NET has no name for.</summary>
internal static partial class Posix
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EEXIST = 17;
    public const int EXDEV = 18;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int EMLINK = 31;
    public const int ENOSYS = 38;
    public const int ENOTEMPTY = 39;
    public const int ENOTSUP = 95;

    private const int CurrentDirectory = -100;
    private const int MaxPath = 4096;
    private const uint RenameExchange = 2;
    private const int WriteOnly = 0x1;
    private const int CreateIfMissing = 0x40;
    private const int OnlyIfMissing = 0x80;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;
    private const long OmitTime = (1 << 30) - 2;

    /// <summary>Makes a hard link; 0 or errno.</summary>
    public static int TryLink(string target, string path) => Link(target, path) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Makes a directory with a mode, from which the umask takes; 0 or errno.</summary>
    public static int TryMakeDirectory(string path, UnixFileMode mode) => MakeDirectory(path, (uint)mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Removes a directory, if nothing is in it; 0 or errno.</summary>
    public static int TryRemoveDirectory(string path) => RemoveDirectory(path) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Renames a file over whatever stands at its new name: one system call, where File.Move makes four.</summary>
    public static void Rename(string from, string to)
    {
        if (RenameFile(from, to) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), $"'{from}' could not be renamed to '{to}'");
        }
    }

    /// <summary>The same; 0 or errno.</summary>
    public static int TryRename(string from, string to) => RenameFile(from, to) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Exchanges two names in one step; 0 or errno.</summary>
    public static int TryExchange(string a, string b) =>
        RenameAt2(CurrentDirectory, a, CurrentDirectory, b, RenameExchange) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>The path of what a path leads to, without symbolic links, <c>.</c> and <c>..</c>.</summary>
    public static unsafe string RealPath(string path)
    {
        var buffer = stackalloc byte[MaxPath];
        return ResolvePath(path, buffer) is not null
            ? Marshal.PtrToStringUTF8((nint)buffer)!
            : throw Failure(Marshal.GetLastPInvokeError(), $"'{path}' could not be resolved");
    }

    /// <summary>Opens a file, made if it is not there, of which only the end can be written: .NET's own append mode keeps a position.</summary>
    public static SafeFileHandle OpenToAppend(string path)
    {
        var descriptor = Create(path, WriteOnly | CreateIfMissing | Append | CloseOnExec, 0b110_100_100);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(Marshal.GetLastPInvokeError(), $"'{path}' could not be opened");
    }

    /// <summary>
    /// Makes a file that has to be new, with a content, a time of modification and a mode, and says what the kernel knows of it: five system calls, where .NET's own
    /// files take twelve.
    /// </summary>
    public static unsafe FileIdentity WriteNew(string path, ReadOnlySpan<byte> content, DateTimeOffset? modified, UnixFileMode mode)
    {
        var descriptor = Create(path, WriteOnly | CreateIfMissing | OnlyIfMissing | CloseOnExec, (uint)mode);
        if (descriptor < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), $"'{path}' could not be made");
        }

        try
        {
            fixed (byte* bytes = content)
            {
                for (nint written = 0; written < content.Length;)
                {
                    var count = Write(descriptor, bytes + written, content.Length - written);
                    written += count >= 0 ? count : Marshal.GetLastPInvokeError() == EINTR ? 0 : throw Failed();
                }
            }

            if (modified is { } time)
            {
                var times = stackalloc TimeSpec[2] { new(0, OmitTime), TimeSpec.Of(time) };
                _ = SetTimes(descriptor, times) == 0 ? 0 : throw Failed();
            }

            // The umask may have taken something away.
            var (identity, made) = FileIdentity.OfOpen(descriptor) ?? throw Failed();
            _ = made == mode || SetMode(descriptor, (uint)mode) == 0 ? 0 : throw Failed();
            return identity;
        }
        finally
        {
            _ = Close(descriptor);
        }

        IOException Failed() => Failure(Marshal.GetLastPInvokeError(), $"'{path}' could not be written");
    }

    /// <summary>Flushes the file system that holds the path.</summary>
    public static void SyncFileSystem(string directory)
    {
        var descriptor = Open(directory, 0);
        try
        {
            if (descriptor < 0 || SyncFs(descriptor) != 0)
            {
                throw Failure(Marshal.GetLastPInvokeError(), $"'{directory}' could not be flushed");
            }
        }
        finally
        {
            _ = descriptor >= 0 ? Close(descriptor) : 0;
        }
    }

    /// <summary>Flushes a directory's entries.</summary>
    public static void SyncDirectory(string directory)
    {
        var descriptor = Open(directory, 0);
        try
        {
            if (descriptor < 0 || FSync(descriptor) != 0)
            {
                throw Failure(Marshal.GetLastPInvokeError(), $"'{directory}' could not be flushed");
            }
        }
        finally
        {
            _ = descriptor >= 0 ? Close(descriptor) : 0;
        }
    }

    public static IOException Failure(int error, string what) => new($"{what}: {new Win32Exception(error).Message}.", error);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string target, string path);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* ResolvePath(string path, byte* resolved);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "rmdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oldDirectory, string oldPath, int newDirectory, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static unsafe partial int SetTimes(int descriptor, TimeSpec* times);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int SetMode(int descriptor, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFs(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    // struct timespec.
    private readonly record struct TimeSpec(long Seconds, long Nanoseconds)
    {
        public static TimeSpec Of(DateTimeOffset time)
        {
            var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
            var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
            return rest >= 0 ? new(seconds, rest * 100) : new(seconds - 1, (rest + TimeSpan.TicksPerSecond) * 100);
        }
    }
}
