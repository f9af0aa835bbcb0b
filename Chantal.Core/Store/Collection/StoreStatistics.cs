using Chantal.Plans;

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

        // States of one generation need the same; of each content it is kept which generation needs it, or that several do.
        var ids = states.Select(s => s.Generation).Distinct().ToList();
        var owners = new Dictionary<Sha256Digest, (long Size, int Owner)>();
        var counts = ids.ConvertAll(id => Count(generations, id, ids.IndexOf(id), owners, cancellation));
        var exclusive = new long[ids.Count];
        foreach (var (size, owner) in owners.Values.Where(o => o.Owner >= 0))
        {
            exclusive[owner] += size;
        }

        return new StoreStatistics(
            [
                .. states.Select(s => ids.IndexOf(s.Generation) is var at && states.Count(o => o.Generation == s.Generation) == 1
                    ? new StateStatistics(s.Kind, s.Name, s.Mirror, counts[at].Files, counts[at].Bytes, counts[at].Stored, exclusive[at])
                    : new StateStatistics(s.Kind, s.Name, s.Mirror, counts[at].Files, counts[at].Bytes, counts[at].Stored, 0)),
            ],
            states.Sum(s => counts[ids.IndexOf(s.Generation)].Bytes),
            owners.Values.Sum(o => o.Size));
    }

    private static (long Files, long Bytes, long Stored) Count(
        GenerationStore generations, GenerationId id, int owner, Dictionary<Sha256Digest, (long Size, int Owner)> owners, CancellationToken cancellation)
    {
        long files = 0, bytes = 0, stored = 0;
        var own = new HashSet<Sha256Digest>();
        using var manifest = generations.Open(id);
        while (manifest.Read() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            files++;
            bytes += entry.Size!.Value;
            if (own.Add(entry.Sha256!.Value))
            {
                stored += entry.Size.Value;
                owners[entry.Sha256.Value] = (entry.Size.Value, owners.ContainsKey(entry.Sha256.Value) ? -1 : owner);
            }
        }

        return (files, bytes, stored);
    }
}
