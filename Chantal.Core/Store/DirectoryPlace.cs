namespace Chantal.Store;

/// <summary>
/// Compares directories by what they are and not by how they are written: symbolic links, bind mounts, relative paths and trailing
/// slashes all lead to the same place. Directories that do not exist yet are compared by the nearest one above them that does.
/// </summary>
internal static class DirectoryPlace
{
    /// <summary>The path with every symbolic link of its existing part resolved.</summary>
    public static string Resolve(string path)
    {
        var (existing, rest) = Split(path);
        return rest.Length == 0 ? Posix.RealPath(existing) : Path.Combine(Posix.RealPath(existing), rest);
    }

    /// <summary>Whether two paths lead to one directory.</summary>
    public static bool IsSame(string left, string right) => Contains(left, right) && Contains(right, left);

    /// <summary>Whether one of two directories is the other one, or lies in it.</summary>
    public static bool Overlap(string left, string right) => Contains(left, right) || Contains(right, left);

    /// <summary>Whether a directory is another one, or lies in it.</summary>
    public static bool Contains(string outer, string inner)
    {
        var (outerExisting, outerRest) = Split(outer);
        var wanted = Identify(outerExisting);
        var (existing, below) = Split(inner);
        for (var directory = Posix.RealPath(existing); ; directory = Path.GetDirectoryName(directory)!)
        {
            if (Identify(directory) == wanted)
            {
                return outerRest.Length == 0 || below == outerRest || below.StartsWith(outerRest + "/", StringComparison.Ordinal);
            }

            if (directory == "/")
            {
                return false;
            }

            below = below.Length == 0 ? Path.GetFileName(directory) : $"{Path.GetFileName(directory)}/{below}";
        }
    }

    /// <summary>Whether something can be renamed from one directory to the other.</summary>
    public static bool IsOneMount(string left, string right) => MountOf(left) == MountOf(right);

    /// <summary>The directories above a path, the nearest first, as they really are.</summary>
    public static IEnumerable<string> Above(string path)
    {
        for (var directory = Path.GetDirectoryName(Resolve(path)); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            yield return directory;
        }
    }

    private static ulong MountOf(string path) => FileIdentity.Of(Posix.RealPath(Split(path).Existing))?.Mount ?? 0;

    private static (string Existing, string Below) Split(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var existing = full;
        while (!Path.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing)!;
        }

        return (existing, full[existing.Length..].TrimStart('/'));
    }

    private static (ulong Device, ulong Inode) Identify(string directory)
    {
        var identity = FileIdentity.Of(Posix.RealPath(directory)) ?? throw new DirectoryNotFoundException($"'{directory}' vanished while it was looked at.");
        return (identity.Device, identity.Inode);
    }
}
