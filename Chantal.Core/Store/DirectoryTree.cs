namespace Chantal.Store;

/// <summary>Directories that belong to Chantal alone, with all that is in them.</summary>
internal static class DirectoryTree
{
    /// <summary>Deletes a directory that may not be there.</summary>
    public static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Renames a directory to a name that is free.</summary>
    /// <exception cref="IOException">It cannot be renamed; the message names both.</exception>
    public static void Move(string from, string to)
    {
        if (Path.Exists(to))
        {
            throw new IOException($"'{from}' could not be renamed to '{to}', which is there already.");
        }

        Posix.Rename(from, to);
    }
}
