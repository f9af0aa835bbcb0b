namespace Chantal.Store;

/// <summary>Writes a file that a reader finds old or new as a whole, whenever the machine stops; and new once it is written.</summary>
internal static class WholeJson
{
    public static void Write(string path, ReadOnlySpan<byte> json, Durability durability)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            stream.Write(json);
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }

        Posix.Rename(path + ".new", path);
        durability.FlushDirectory(Path.GetDirectoryName(path)!);
    }
}
