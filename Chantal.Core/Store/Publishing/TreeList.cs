using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>
/// The trees that a mirror has published, and the generations that each of them needs: what garbage collection keeps content for. What a tree
/// really holds is said by its own <see cref="TreeRecord"/>.
/// </summary>
internal sealed record TreeList
{
    /// <summary>The form's version.</summary>
    public int Version { get; init; } = 2;

    /// <summary>The trees.</summary>
    public IReadOnlyList<ListedTree> Trees { get; init; } = [];

    /// <summary>
    /// Reads a mirror's list; a missing or damaged one is empty: the trees still say themselves whose they are. A tree that another mirror has
    /// taken over is not the list's any more.
    /// </summary>
    public static TreeList Read(StoreLayout layout, string mirror)
    {
        var list = Read(FileOf(layout, mirror));
        return list with { Trees = [.. list.Trees.Where(t => (TreeRecord.TryRead(t.In(layout))?.Mirror ?? mirror) == mirror)] };
    }

    private static TreeList Read(string file)
    {
        try
        {
            return !File.Exists(file) ? new TreeList() : Read(File.ReadAllBytes(file)) ?? new TreeList();
        }
        catch (JsonException)
        {
            return new TreeList();
        }
    }

    /// <summary>
    /// Whether a directory without a record is known: an earlier version, which wrote none, published there; or all that lies in it are
    /// trees of this list, as when a mirror moves to a directory above.
    /// </summary>
    public bool Knows(string directory, StoreLayout layout) => Version == 1 ? Trees.Any(t => DirectoryPlace.IsSame(t.In(layout), directory)) : HoldsOnlyTrees(directory, layout);

    /// <summary>The list with a tree added or replaced.</summary>
    public TreeList With(ListedTree tree, StoreLayout layout) => this with { Trees = [.. Without(tree.In(layout), layout).Trees, tree] };

    /// <summary>The list without the tree of a directory.</summary>
    public TreeList Without(string directory, StoreLayout layout) => this with { Trees = [.. Trees.Where(t => !DirectoryPlace.IsSame(t.In(layout), directory))] };

    /// <summary>Writes a mirror's list.</summary>
    public void Write(StoreLayout layout, string mirror) =>
        WholeJson.Write(FileOf(layout, mirror), JsonOutput.Write(this with { Version = 2 }, TreeJson.Write, JsonOutput.Indented), layout.Durability);

    private bool HoldsOnlyTrees(string directory, StoreLayout layout)
    {
        var own = Trees.Select(t => t.In(layout)).Where(t => TreeRecord.IsTree(t) && DirectoryPlace.Contains(directory, t)).Select(t => Path.GetRelativePath(DirectoryPlace.Resolve(directory), DirectoryPlace.Resolve(t)) + "/").ToList();
        return own.Count > 0 && new PublishedTree(directory).Files(withOtherTrees: true).All(f => own.Exists(t => f.StartsWith(t, StringComparison.Ordinal)));
    }

    private static string FileOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "published.json");

    private static TreeList? Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var version = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("version", out var stated) && stated.TryGetInt32(out var number) ? number : 0;
        return version switch
        {
            2 => StrictJson.Read(json, TreeJson.ReadList),

            // Version 1 was the record of the one tree that a mirror had.
            1 when root.TryGetProperty("directory", out var directory) && directory.GetString() is { } path => new TreeList { Version = 1, Trees = [new ListedTree(path, Generations(root))] },
            _ => null,
        };
    }

    private static List<string> Generations(JsonElement root)
    {
        var names = new[] { "current", "pending" }.Select(n => root.TryGetProperty(n, out var value) ? value.GetString() : null).OfType<string>();
        var superseded = root.TryGetProperty("superseded", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(s => s.TryGetProperty("generation", out var value) ? value.GetString() : null).OfType<string>()
            : [];
        return [.. names.Concat(superseded).Distinct()];
    }
}

/// <summary>A tree in a mirror's list.</summary>
/// <param name="Directory">Its directory; below the store, relative to it: a store that is moved or copied takes these trees with it.</param>
/// <param name="Generations">The generations whose files it may show.</param>
internal sealed record ListedTree(string Directory, IReadOnlyList<string> Generations)
{
    /// <summary>The generations as values.</summary>
    public IEnumerable<GenerationId> Ids => Generations.Select(GenerationId.TryParse).OfType<GenerationId>();

    /// <summary>Lists a tree.</summary>
    public static ListedTree Of(string directory, TreeRecord record, StoreLayout layout)
    {
        var (store, place) = (Posix.RealPath(layout.StoreRoot), DirectoryPlace.Resolve(directory));
        return new ListedTree(place.StartsWith(store + "/", StringComparison.Ordinal) ? place[(store.Length + 1)..] : place, record.Generations);
    }

    /// <summary>The tree's directory in full.</summary>
    public string In(StoreLayout layout) => Path.Combine(layout.StoreRoot, Directory);
}
