using Chantal.Store.Publishing;

namespace Chantal.Store.Collection;

/// <summary>What a store is kept for: the generations that refs and published trees show, and the plans that wait for a sync.</summary>
internal sealed class StoreRoots(StoreLayout layout)
{
    /// <summary>Every generation that must stay.</summary>
    /// <exception cref="Diagnostics.MirrorException">A ref cannot be read: then nothing may be removed.</exception>
    public IReadOnlySet<GenerationId> Generations()
    {
        var refs = new RefStore(layout);
        var needed = refs.Mirrors().Select(m => refs.Mirror(m)!.Value).ToHashSet();
        needed.UnionWith(refs.Snapshots().SelectMany(s => refs.MirrorsOf(s).Select(m => refs.Snapshot(s, m)!.Target)));
        needed.UnionWith(refs.Channels().SelectMany(c => refs.MirrorsOfChannel(c).Select(m => refs.Channel(c, m)!.Target)));
        needed.UnionWith(StateFiles("published.json").SelectMany(f => TreeList.Read(f).Trees).SelectMany(t => t.Ids));
        return needed;
    }

    /// <summary>The plans of all mirrors.</summary>
    public IEnumerable<string> Plans() => StateFiles("plan.jsonl");

    /// <summary>The directories of incomplete imports, without those that are being prepared or removed.</summary>
    public IEnumerable<string> Imports() => !Directory.Exists(layout.Imports) ? [] :
        Directory.EnumerateDirectories(layout.Imports).Where(d => !Path.GetFileName(d).StartsWith(BlobStore.TemporaryPrefix, StringComparison.Ordinal));

    private IEnumerable<string> StateFiles(string name) => !Directory.Exists(layout.States) ? [] :
        Directory.EnumerateDirectories(layout.States).Select(d => Path.Combine(d, name)).Where(File.Exists);
}
