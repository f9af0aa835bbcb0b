using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>Says in the first lines of a served file which store wrote it: stores can share a publish root, and others may put files there.</summary>
internal sealed class ServedMark(StoreLayout layout, ILog log)
{
    private const int Head = 512;
    private const string Begin = "Chantal store ";

    private StoreIdentity Store => layout.Initialize(log);

    /// <summary>The mark, for a comment of one line.</summary>
    /// <param name="what">What the file is written for.</param>
    public string Of(string what) => Of(Store.Id, what);

    /// <summary>The mark in a text, whichever store wrote it; null: it has none.</summary>
    public static string? In(string text, string what)
    {
        var end = text.IndexOf(Of("", what)[Begin.Length..], StringComparison.Ordinal);
        var start = end < 0 ? -1 : text.LastIndexOf(Begin, end, StringComparison.Ordinal);
        return start < 0 ? null : Of(text[(start + Begin.Length)..end], what);
    }

    /// <summary>Whether a file is there and has this store's mark. In its own directory, a store that was copied takes those of the original for its own.</summary>
    public bool IsOn(string path, string what) => WriterOf(path, what) is not null;

    /// <summary>The mark that a file has, this store's or that of the one it was copied from; null: it has neither.</summary>
    public string? On(string path, string what) => WriterOf(path, what) is { } writer ? Of(writer, what) : null;

    /// <summary>The text of a file that has this store's mark, as this store marks it, also where the original did; null if the file is not there or has no such mark.</summary>
    public string? TextOf(string path, string what) =>
        WriterOf(path, what) is { } writer ? File.ReadAllText(path).Replace(Of(writer, what), Of(what), StringComparison.Ordinal) : null;

    /// <summary>Whether a file is there and has a mark, of whichever store.</summary>
    public static bool Has(string path, string mark) => new FileInfo(path) is { Exists: true, LinkTarget: null } && HeadOf(path).Contains(mark, StringComparison.Ordinal);

    private static string HeadOf(string path)
    {
        var head = new char[Head];
        using var reader = File.OpenText(path);
        return new string(head, 0, reader.ReadBlock(head));
    }

    private string? WriterOf(string path, string what)
    {
        if (new FileInfo(path) is not { Exists: true, LinkTarget: null })
        {
            return null;
        }

        var text = HeadOf(path);
        IEnumerable<string> stores = path.StartsWith(layout.StoreRoot + "/", StringComparison.Ordinal) ? [Store.Id, .. Store.Origins] : [Store.Id];
        return stores.FirstOrDefault(id => text.Contains(Of(id, what), StringComparison.Ordinal));
    }

    private static string Of(string store, string what) => $"{Begin}{store}, {what}: written again when it changes";
}
