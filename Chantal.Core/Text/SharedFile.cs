using System.Runtime.InteropServices;

namespace Chantal.Text;

/// <summary>Keeps a file under a second name, for files that are replaced and never written to.</summary>
internal static partial class SharedFile
{
    /// <summary>Gives a file a second name; where the file system has no hard links, it is copied.</summary>
    public static void Keep(string file, string name)
    {
        if (Link(file, name) != 0)
        {
            File.Copy(file, name);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string target, string path);
}
