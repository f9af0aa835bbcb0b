using Chantal.Diagnostics;
using Chantal.Store.Publishing;
using Chantal.Text;

namespace Chantal.Store.Collection;

/// <summary>What a store is kept for: the generations that refs and published trees show, and the plans that wait for a sync.</summary>
internal sealed class StoreRoots(StoreLayout layout)
{
    /// <summary>Every generation that a ref names: without its file nobody knows what has to stay.</summary>
    /// <exception cref="MirrorException">A ref cannot be read, or all of them are lost: then nothing may be removed.</exception>
    public IReadOnlySet<GenerationId> Referred()
    {
        var refs = new RefStore(layout);
        if (StoreIdentity.Peek(layout) is { HasRefFolders: true } && layout.RefFolders.FirstOrDefault(f => !Directory.Exists(f)) is { } lost)
        {
            throw CollectionDiagnostics.RefsMissing(lost);
        }

        var named = refs.Mirrors().Select(m => refs.Mirror(m)!.Value).ToHashSet();
        named.UnionWith(refs.Candidates().Select(m => refs.Candidate(m)!.Value));
        named.UnionWith(refs.Snapshots().SelectMany(s => refs.MirrorsOf(s).Select(m => refs.Snapshot(s, m)!.Target)));
        named.UnionWith(refs.Channels().SelectMany(c => refs.MirrorsOfChannel(c).Select(m => refs.Channel(c, m)!.Target)));
        return named;
    }

    /// <summary>Every generation that must stay: those that refs name, and those that published trees show.</summary>
    /// <param name="referred">What refs name.</param>
    public IReadOnlySet<GenerationId> Generations(IEnumerable<GenerationId> referred)
    {
        var needed = referred.ToHashSet();
        needed.UnionWith(Mirrors().SelectMany(m => TreeList.Read(layout, m).Trees).SelectMany(t => t.Ids));

        // Links into the store must not lose their content when refs or lists were lost.
        needed.UnionWith(Trees().SelectMany(t => t.Generations).Select(GenerationId.TryParse).OfType<GenerationId>());
        return needed;
    }

    private IEnumerable<TreeRecord> Trees() =>
        StoreIdentity.Peek(layout) is not { } store ? [] : PublishedTrees.Below(layout.PublishRoot).Where(t => t.Store == store.Id || store.Origins.Contains(t.Store));

    /// <summary>The plans of all mirrors.</summary>
    public IEnumerable<string> Plans() => Mirrors().Select(m => Path.Combine(layout.State(m), "plan.jsonl")).Where(File.Exists);

    /// <summary>The directories of incomplete imports, without those that are being prepared or removed.</summary>
    public IEnumerable<string> Imports() => !Directory.Exists(layout.Imports) ? [] :
        Directory.EnumerateDirectories(layout.Imports).Where(d => !Path.GetFileName(d).StartsWith(BlobStore.TemporaryPrefix, StringComparison.Ordinal));

    private IEnumerable<string> Mirrors() => !Directory.Exists(layout.States) ? [] : Directory.EnumerateDirectories(layout.States).Select(d => Path.GetFileName(d)!).Where(FolderName.IsValid);
}
