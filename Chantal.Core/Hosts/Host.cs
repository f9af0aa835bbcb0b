namespace Chantal.Hosts;

/// <summary>A host whose configuration is read.</summary>
/// <param name="Root">Its root directory: <c>/</c>, or where a disk is mounted.</param>
/// <param name="Home">The home directory of who runs pip, below the root.</param>
/// <param name="Machine">The architecture as rpm calls it: <c>x86_64</c>.</param>
/// <param name="KeyDirectory">Where keys go that stand in the host's files.</param>
internal record Host(string Root, string Home, string Machine, string KeyDirectory)
{
    /// <summary>The text of a file of the host; null if it is not there or cannot be read.</summary>
    /// <param name="path">Its path on the host, without the leading slash.</param>
    public virtual string? Text(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Root, path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of the directories in a directory of the host.</summary>
    public virtual IEnumerable<string> Directories(string directory) =>
        Directory.Exists(Path.Combine(Root, directory)) ? Directory.EnumerateDirectories(Path.Combine(Root, directory)).Select(d => Path.GetFileName(d)!) : [];

    /// <summary>The files of a directory of the host that end so, as paths on the host, sorted.</summary>
    public virtual IReadOnlyList<string> Files(string directory, string extension) =>
        Directory.Exists(Path.Combine(Root, directory))
            ? [.. Directory.EnumerateFiles(Path.Combine(Root, directory)).Select(f => $"{directory}/{Path.GetFileName(f)}").Where(f => f.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
}
