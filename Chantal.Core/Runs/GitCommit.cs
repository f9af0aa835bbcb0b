namespace Chantal.Runs;

/// <summary>Reads the commit that is checked out around a folder, without Git itself (<c>gitrepository-layout(5)</c>).</summary>
internal static class GitCommit
{
    private const int MaxSize = 16 << 20;

    /// <summary>The commit; null if the folder is in no working tree, or it cannot be read.</summary>
    public static string? Of(string folder)
    {
        try
        {
            for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            {
                if (Find(Path.Combine(at.FullName, ".git")) is { } repository)
                {
                    return Read(repository);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It says who did something, and must not keep anybody from doing it.
        }

        return null;
    }

    // Of a linked working tree .git is a file that says where it is.
    private static string? Find(string path) =>
        Directory.Exists(path) ? path
        : !File.Exists(path) ? null
        : Line(path) is { } line && line.StartsWith("gitdir: ", StringComparison.Ordinal) ? Path.GetFullPath(line["gitdir: ".Length..], Path.GetDirectoryName(path)!)
        : null;

    private static string? Read(string repository)
    {
        if (Line(Path.Combine(repository, "HEAD")) is not { } head)
        {
            return null;
        }

        const string Symbolic = "ref: ";
        if (!head.StartsWith(Symbolic, StringComparison.Ordinal))
        {
            return Commit(head);
        }

        var name = head[Symbolic.Length..];
        var common = Line(Path.Combine(repository, "commondir")) is { } shared ? Path.GetFullPath(shared, repository) : repository;
        return !name.StartsWith("refs/", StringComparison.Ordinal) || name.Contains("..", StringComparison.Ordinal) ? null
            : Line(Path.Combine(common, name)) is { } loose ? Commit(loose)
            : Packed(Path.Combine(common, "packed-refs"), name);
    }

    private static string? Packed(string file, string name) => !IsReadable(file) ? null
        : File.ReadLines(file).FirstOrDefault(l => l.EndsWith($" {name}", StringComparison.Ordinal)) is { } line ? Commit(line[..^(name.Length + 1)]) : null;

    private static string? Line(string file) => IsReadable(file) ? File.ReadLines(file).FirstOrDefault()?.Trim() : null;

    private static bool IsReadable(string file) => new FileInfo(file) is { Exists: true, Length: <= MaxSize };

    private static string? Commit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower) ? text : null;
}
