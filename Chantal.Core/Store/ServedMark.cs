using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>Says in the first lines of a served file which store wrote it: stores can share a publish root, and others may put files there.</summary>
internal sealed class ServedMark(StoreLayout layout, ILog log)
{
    private const int Head = 512;

    private StoreIdentity Store => layout.Initialize(log);

    /// <summary>The mark, for a comment of one line.</summary>
    /// <param name="what">What the file is written for.</param>
    public string Of(string what) => Of(Store.Id, what);

    /// <summary>Whether a file is there and has this store's mark. In its own directory, a store that was copied takes those of the original for its own.</summary>
    public bool IsOn(string path, string what) => WriterOf(path, what) is not null;

    /// <summary>The text of a file that has this store's mark, as this store marks it, also where the original did; null if the file is not there or has no such mark.</summary>
    public string? TextOf(string path, string what) =>
        WriterOf(path, what) is { } writer ? File.ReadAllText(path).Replace(Of(writer, what), Of(what), StringComparison.Ordinal) : null;

    private string? WriterOf(string path, string what)
    {
        if (new FileInfo(path) is not { Exists: true, LinkTarget: null })
        {
            return null;
        }

        var head = new char[Head];
        using var reader = File.OpenText(path);
        var text = new string(head, 0, reader.ReadBlock(head));
        IEnumerable<string> stores = path.StartsWith(layout.StoreRoot + "/", StringComparison.Ordinal) ? [Store.Id, .. Store.Origins] : [Store.Id];
        return stores.FirstOrDefault(id => text.Contains(Of(id, what), StringComparison.Ordinal));
    }

    private static string Of(string store, string what) => $"Chantal store {store}, {what}: written again when it changes";
}
