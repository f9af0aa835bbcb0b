namespace Chantal.Store;

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
        foreach (var state in StateFiles("published.json").Select(PublishedState.Read).OfType<PublishedState>())
        {
            needed.UnionWith(new[] { state.Current, state.Pending }.Select(GenerationId.TryParse).OfType<GenerationId>().Concat(Superseded(state)));
        }

        return needed;
    }

    /// <summary>The states whose files a published tree keeps for clients that are in the middle of an update.</summary>
    public static IEnumerable<GenerationId> Superseded(PublishedState state) => state.Superseded.Select(s => GenerationId.TryParse(s.Generation)).OfType<GenerationId>();

    /// <summary>The plans of all mirrors.</summary>
    public IEnumerable<string> Plans() => StateFiles("plan.jsonl");

    /// <summary>The directories of imports that are not complete; what is being put together there, or taken away, is none.</summary>
    public IEnumerable<string> Imports() => !Directory.Exists(layout.Imports) ? [] :
        Directory.EnumerateDirectories(layout.Imports).Where(d => !Path.GetFileName(d).StartsWith(BlobStore.TemporaryPrefix, StringComparison.Ordinal));

    private IEnumerable<string> StateFiles(string name) => !Directory.Exists(layout.States) ? [] :
        Directory.EnumerateDirectories(layout.States).Select(d => Path.Combine(d, name)).Where(File.Exists);
}
