using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Chantal.Store;

/// <summary>Writes a file that a reader finds old or new as a whole, whenever the machine stops; and new once it is written.</summary>
internal static class WholeJson
{
    public static void Write<T>(string path, T content, JsonTypeInfo<T> type, Durability durability)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            JsonSerializer.Serialize(stream, content, type);
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }

        Posix.Rename(path + ".new", path);
        durability.FlushDirectory(Path.GetDirectoryName(path)!);
    }
}
