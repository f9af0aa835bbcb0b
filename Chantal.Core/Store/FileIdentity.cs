using System.Runtime.InteropServices;
using System.Text;

namespace Chantal.Store;

/// <summary>What tells one state of a file from another without reading it, as the kernel reports it (<c>statx(2)</c>).</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file on it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Nanoseconds since 1970.</param>
/// <param name="Kind">File, directory or link.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Size, long Modified, FileKind Kind)
{
    private const ulong MountRoot = 0x2000;
    private const uint BasicAndMount = 0x17ff;
    private const int EmptyPath = 0x1000;

    /// <summary>Whether something is mounted there, such as another file system or a directory from elsewhere.</summary>
    public bool IsMountPoint { get; init; }

    /// <summary>The mount that it is reached through, which renames and hard links do not leave; 0 where the kernel does not tell.</summary>
    public ulong Mount { get; init; }

    /// <summary>The identity of a path itself, not of what a link points at; null if there is nothing.</summary>
    public static unsafe FileIdentity? Of(string path)
    {
        var data = default(Statx);
        return Native.Stat(-100, path, 0x100, BasicAndMount, &data) == 0 ? Of(data) : Nothing(path);
    }

    /// <summary>The same for a path in UTF-8 that ends with NUL: where many are looked at, making text of each would take as long as the looking.</summary>
    public static unsafe FileIdentity? Of(ReadOnlySpan<byte> path)
    {
        var data = default(Statx);
        fixed (byte* name = path)
        {
            return Native.Stat(-100, name, 0x100, BasicAndMount, &data) == 0 ? Of(data) : Nothing(Encoding.UTF8.GetString(path.TrimEnd((byte)0)));
        }
    }

    /// <summary>The identity of an open file, with its permissions; null if the kernel does not tell, for a reason that errno has.</summary>
    public static unsafe (FileIdentity Identity, UnixFileMode Mode)? OfOpen(int descriptor)
    {
        var data = default(Statx);
        return Native.Stat(descriptor, "", EmptyPath, BasicAndMount, &data) == 0 ? (Of(data), (UnixFileMode)(data.Mode & 0xFFF)) : null;
    }

    private static FileIdentity? Nothing(string path) =>
        Marshal.GetLastPInvokeError() is var error and not (Posix.ENOENT or Posix.ENOTDIR) ? throw Posix.Failure(error, $"'{path}' could not be looked at") : null;

    private static FileIdentity Of(in Statx data)
    {
        var kind = (data.Mode & 0xF000) switch { 0x8000 => FileKind.File, 0x4000 => FileKind.Directory, 0xA000 => FileKind.Link, _ => FileKind.Other };
        return new FileIdentity(
            ((ulong)data.DeviceMajor << 32) | data.DeviceMinor, data.Inode, (long)data.Size, (data.ModifiedSeconds * 1_000_000_000) + data.ModifiedNanoseconds, kind)
        {
            IsMountPoint = (data.Attributes & MountRoot) != 0,
            Mount = data.Mount,
        };
    }
}

/// <summary>Since when a file lies where it does.</summary>
internal static class FileAge
{
    /// <summary>
    /// When a file's name, links or content changed last. The time of modification is upstream's for what was downloaded;
    /// this one the kernel sets when the file is put in its place, linked and unlinked.
    /// </summary>
    public static unsafe DateTimeOffset? ChangedAt(string path)
    {
        var data = default(Statx);
        return Native.Stat(-100, path, 0x100, 0x7ff, &data) == 0 ? DateTimeOffset.FromUnixTimeSeconds(data.ChangedSeconds) : null;
    }
}

/// <summary>What stands at a path.</summary>
internal enum FileKind
{
    File,
    Directory,
    Link,
    Other,
}

// struct statx of the kernel's interface, as far as it is read.
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    [FieldOffset(8)]
    public ulong Attributes;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(96)]
    public long ChangedSeconds;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    [FieldOffset(144)]
    public ulong Mount;
}

internal static unsafe partial class Native
{
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Stat(int directory, string path, int flags, uint mask, Statx* data);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Stat(int directory, byte* path, int flags, uint mask, Statx* data);
}
