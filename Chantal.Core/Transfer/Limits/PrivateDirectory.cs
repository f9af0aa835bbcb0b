using System.Runtime.InteropServices;

namespace Chantal.Transfer.Limits;

/// <summary>
/// The user's directory below the one for temporary files, where anybody may have put something of that name first: it
/// has to be a directory, ours, and closed to others.
/// </summary>
internal static partial class PrivateDirectory
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint ModeAndOwner = 0x1 | 0x2 | 0x8;
    private const ushort FileTypeMask = 0xF000;
    private const ushort DirectoryType = 0x4000;

    /// <summary>Path of a file in it; the directory is made if need be.</summary>
    /// <exception cref="IOException">The directory is not safe.</exception>
    public static string File(string name) => Path.Combine(Open(Path.GetTempPath()), name);

    internal static string Open(string below)
    {
        if (!OperatingSystem.IsLinux())
        {
            // Elsewhere the directory for temporary files is the user's own.
            return Directory.CreateDirectory(Path.Combine(below, "chantal")).FullName;
        }

        var user = EffectiveUser();
        var path = Path.Combine(below, $"chantal-{user}");
        Directory.CreateDirectory(path, Mode);
        if (Status(CurrentDirectory, path, NoFollow, ModeAndOwner, out var status) != 0)
        {
            throw new IOException($"{path} cannot be examined.");
        }

        if ((status.Mode & FileTypeMask) != DirectoryType || status.User != user || (status.Mode & 0x3F) != 0)
        {
            throw new IOException($"{path} is not a directory that this user alone can use. Remove it.");
        }

        return path;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    // statx(2), since its structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, out StatusRecord status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusRecord
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
