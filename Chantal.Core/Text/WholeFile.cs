namespace Chantal.Text;

/// <summary>Writes files that others read at any time: by rename, readable by all.</summary>
internal static class WholeFile
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Puts a text in the place of the file, whole.</summary>
    public static void Write(string path, string text)
    {
        // Hidden, and with another ending: who reads all *.prom of a directory does not find it.
        var building = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}.new");
        try
        {
            File.WriteAllText(building, text);
            File.SetUnixFileMode(building, ReadableByAll);
            File.Move(building, path, overwrite: true);
        }
        catch
        {
            File.Delete(building);
            throw;
        }
    }
}
