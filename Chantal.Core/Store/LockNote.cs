namespace Chantal.Store;

/// <summary>
/// Who holds a lock, for those who wait for it: a file beside the lock, which the run keeps locked as long. One that is not locked was
/// left by a run that was killed. Without notes locks hold as well, so nothing fails because of one.
/// </summary>
internal sealed class LockNote : IDisposable
{
    private const string Ending = ".holder-";
    private const int MaxLength = 1000;
    private const int MostNamed = 3;

    private readonly FileStream? _file;
    private readonly string _path;

    private LockNote(FileStream? file, string path) => (_file, _path) = (file, path);

    /// <summary>What is said where nobody left a note.</summary>
    public const string Unknown = "a process that is not known";

    /// <summary>Writes a note beside a lock that the caller has.</summary>
    public static LockNote Leave(string lockPath, string text, bool isShared)
    {
        var name = Path.GetFileName(lockPath) + Ending;
        var folder = Path.GetDirectoryName(lockPath)!;
        var path = Path.Combine(folder, name + Guid.NewGuid().ToString("N"));
        var building = Path.Combine(folder, "." + Path.GetFileName(path));
        FileStream? file = null;
        try
        {
            // Notes are written by those who have the lock, so what others began was left by runs that were killed.
            if (!isShared)
            {
                foreach (var left in Directory.EnumerateFiles(folder, $".{name}*").ToList())
                {
                    Drop(left);
                }
            }

            File.WriteAllText(building, text);

            // A lock that others may share: they have to read it, and .NET asks for a lock even to read.
            file = new FileStream(building, FileMode.Open, FileAccess.Read, FileShare.Read);
            File.Move(building, path);
            return new LockNote(file, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return new LockNote(null, path);
        }
    }

    /// <summary>What those say who have a lock now, for a message; null: nobody left a note, or not yet. One that is still written is not locked either, and is left alone.</summary>
    public static string? Read(string lockPath)
    {
        var notes = Directory.EnumerateFiles(Path.GetDirectoryName(lockPath)!, $"{Path.GetFileName(lockPath)}{Ending}*").Select(ReadOne).OfType<string>().Order(StringComparer.Ordinal).ToList();
        return notes.Count == 0 ? null
            : string.Join("; ", notes.Take(MostNamed)) + (notes.Count > MostNamed ? $"; and {notes.Count - MostNamed} more" : "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is not null)
        {
            Drop(_path);
            _file.Dispose();
        }
    }

    // Null: it says nothing, or nobody has it any more.
    private static string? ReadOne(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                Drop(path);
                return null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ReadLocked(path);
        }
    }

    private static string? ReadLocked(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var text = new byte[MaxLength];
            return System.Text.Encoding.UTF8.GetString(text, 0, file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)) is { Length: > 0 } said ? said : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Drop(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next one who waits drops it.
        }
    }
}
