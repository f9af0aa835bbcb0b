using System.Text.RegularExpressions;

namespace Chantal.Store;

/// <summary>A small file that is served: a reader finds it old or new as a whole, whenever the machine stops.</summary>
internal static partial class ServedFile
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Puts a text in the place of the file.</summary>
    public static void Write(string path, string text, Durability durability)
    {
        var directory = Path.GetDirectoryName(path)!;
        var building = Path.Combine(directory, $".{Path.GetFileName(path)}.{Environment.ProcessId}.new");
        using (var stream = new FileStream(building, FileMode.Create))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(building, ReadableByAll);
        Posix.Rename(building, path);
        durability.FlushDirectory(directory);
    }

    /// <summary>Whether a name is that of a file which is not in its place yet.</summary>
    /// <param name="name">The name.</param>
    /// <param name="prefix">What the file's name begins with.</param>
    public static bool IsBeingWritten(string name, string prefix) => name.StartsWith($".{prefix}.", StringComparison.Ordinal) && BuildingName().IsMatch(name);

    [GeneratedRegex(@"\.[0-9]+\.new\z", RegexOptions.CultureInvariant)]
    private static partial Regex BuildingName();
}
