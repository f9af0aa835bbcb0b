namespace Chantal.Store;

/// <summary>Directories that others read: a web server runs as somebody else, and the umask of an administrator often shuts it out.</summary>
internal static class ServedDirectory
{
    /// <summary>The mode unless the definition says otherwise: <c>0755</c>.</summary>
    public const UnixFileMode DefaultMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a directory, and those above it that are missing, with a mode that the umask does not change. One that is there keeps its own.</summary>
    public static void Create(string path, UnixFileMode mode)
    {
        // A tree of a Python index has as many directories as files: each is asked for once.
        var error = Posix.TryMakeDirectory(path, mode);
        if (error == Posix.ENOENT && Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } parent)
        {
            Create(parent, mode);
            error = Posix.TryMakeDirectory(path, mode);
        }

        if (error == Posix.EEXIST && Directory.Exists(path))
        {
            return;
        }

        if (error != 0)
        {
            // It says why not, as the platform does.
            Directory.CreateDirectory(path);
        }

        // The umask may have taken something away.
        if (File.GetUnixFileMode(path) != mode)
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
