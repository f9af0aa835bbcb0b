using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Verification;

/// <summary>Lists the states that a store holds.</summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
internal sealed class StoredStates(StoreLayout layout, RefStore refs)
{
    /// <summary>Everything that refs and published trees show.</summary>
    public IReadOnlyList<StoredState> All() => [.. refs.Mirrors().Concat(refs.Snapshots().SelectMany(refs.MirrorsOf)).Distinct().SelectMany(Of)];

    /// <summary>
    /// A mirror's head, what its tree still shows of earlier ones, and its snapshots. An earlier one without a manifest keeps
    /// nothing any more: publishing passes over it.
    /// </summary>
    public IEnumerable<StoredState> Of(string mirror)
    {
        var heads = refs.Mirror(mirror) is { } head ? [head, .. TreeList.Read(layout, mirror).Trees.SelectMany(t => t.Ids).Where(g => File.Exists(layout.Manifest(g)))] : Array.Empty<GenerationId>();
        return heads.Distinct().Select(g => new StoredState(mirror, null, g)).Concat(refs.Snapshots().SelectMany(s => Snapshot(s, mirror)));
    }

    /// <summary>A snapshot of a mirror, if there is one, and what was signed of it for channels.</summary>
    public IEnumerable<StoredState> Snapshot(string snapshot, string mirror) =>
        refs.Snapshot(snapshot, mirror) is not { } found ? [] :
        [
            new StoredState(mirror, snapshot, found.Target),
            .. refs.ChannelsOf(snapshot, mirror).Where(c => refs.Channel(c, mirror)!.Target != found.Target).Select(c => new StoredState(mirror, snapshot, refs.Channel(c, mirror)!.Target) { Channel = c }),
        ];
}
