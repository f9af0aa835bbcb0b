
namespace Chantal.Store.Collection;

/// <summary>What one state needs of a store.</summary>
/// <param name="Kind"><c>mirror</c> or <c>snapshot</c>.</param>
/// <param name="Name">The snapshot's name; empty for a mirror's head.</param>
/// <param name="Mirror">The mirror.</param>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their bytes, as clients see them.</param>
/// <param name="StoredBytes">Bytes of its contents, each counted once.</param>
/// <param name="ExclusiveBytes">Bytes of contents that no other state needs: what deleting it would set free.</param>
internal sealed record StateStatistics(string Kind, string Name, string Mirror, long Files, long Bytes, long StoredBytes, long ExclusiveBytes);

/// <summary>What a store holds and what for.</summary>
/// <param name="States">Every mirror's head and every snapshot.</param>
/// <param name="Bytes">Bytes of all states, as clients see them.</param>
/// <param name="StoredBytes">Bytes of the contents that these need, each counted once.</param>
internal sealed record StoreStatistics(IReadOnlyList<StateStatistics> States, long Bytes, long StoredBytes)
{
    /// <summary>Counts.</summary>
    public static StoreStatistics Of(StoreLayout layout, GenerationStore generations, CancellationToken cancellation)
    {
        var refs = new RefStore(layout);
        List<(string Kind, string Name, string Mirror, GenerationId Generation)> states =
        [
            .. refs.Mirrors().Select(m => ("mirror", "", m, refs.Mirror(m)!.Value)),
            .. refs.Snapshots().SelectMany(s => refs.MirrorsOf(s).Select(m => ("snapshot", s, m, refs.Snapshot(s, m)!.Target))),
        ];

        // States of one generation need the same.
        var ids = states.Select(s => s.Generation).Distinct().ToList();
        var needs = new StateNeeds(generations, ids, cancellation);
        return new StoreStatistics(
            [
                .. states.Select(s => ids.IndexOf(s.Generation) is var at && needs.Of(at) is var need && states.Count(o => o.Generation == s.Generation) == 1
                    ? new StateStatistics(s.Kind, s.Name, s.Mirror, need.Files, need.Bytes, need.Stored, need.Exclusive)
                    : new StateStatistics(s.Kind, s.Name, s.Mirror, need.Files, need.Bytes, need.Stored, 0)),
            ],
            states.Sum(s => needs.Of(ids.IndexOf(s.Generation)).Bytes),
            needs.StoredBytes);
    }
}
