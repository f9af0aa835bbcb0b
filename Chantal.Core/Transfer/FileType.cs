using System.Runtime.InteropServices;

namespace Chantal.Transfer;

/// <summary>What stands at a path on this machine, behind links. .NET does not tell a file from a pipe, and opening a pipe may never return.</summary>
internal static unsafe partial class FileType
{
    // struct statx of the kernel's interface: its length, and where the mode is in it.
    private const int Length = 256;
    private const int Mode = 28;

    private const int CurrentDirectory = -100;
    private const uint TypeOnly = 1;

    /// <summary>What stands there if it is not a file, in words; null for a file, and for what is not there or cannot be looked at.</summary>
    public static string? FaultOf(string path)
    {
        var data = stackalloc byte[Length];
        return Stat(CurrentDirectory, path, 0, TypeOnly, data) != 0 ? null : (*(ushort*)(data + Mode) & 0xF000) switch
        {
            0x8000 => null,
            0x4000 => "a directory",
            0x1000 => "a named pipe",
            0xC000 => "a socket",
            _ => "a device",
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int directory, string path, int flags, uint mask, byte* data);
}
