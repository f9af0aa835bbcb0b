using Chantal.Plans;

namespace Chantal.Store.Collection;

/// <summary>What some states need of a store. Every shard is read once, however many states have it, and its contents are numbers from then on.</summary>
internal sealed class StateNeeds
{
    // A content that several states need.
    private const int Several = -1;

    private readonly Dictionary<Sha256Digest, int> _numbers = [];
    private readonly List<(long Size, int Owner)> _contents = [];
    private readonly Dictionary<Sha256Digest, ContentsOfShard> _shards = [];
    private readonly Need[] _needs;

    /// <param name="generations">Where the states are.</param>
    /// <param name="states">The states.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public StateNeeds(GenerationStore generations, IReadOnlyList<GenerationId> states, CancellationToken cancellation)
    {
        _needs = new Need[states.Count];
        var seenBy = new List<int>();
        for (var at = 0; at < states.Count; at++)
        {
            var state = generations.Read(states[at]);
            long files = 0, bytes = 0, stored = 0;
            for (var i = 0; i < state.Shards.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!_shards.TryGetValue(state.Shards[i].Digest, out var shard))
                {
                    _shards.Add(state.Shards[i].Digest, shard = ReadShard(generations, state, i));
                }

                files += shard.Files;
                bytes += shard.Bytes;
                foreach (var number in shard.Numbers)
                {
                    while (seenBy.Count <= number)
                    {
                        seenBy.Add(-1);
                    }

                    if (seenBy[number] == at)
                    {
                        continue;
                    }

                    var (size, _) = _contents[number];
                    stored += size;
                    _contents[number] = (size, seenBy[number] < 0 ? at : Several);
                    seenBy[number] = at;
                }
            }

            _needs[at] = new Need(files, bytes, stored, 0);
        }

        foreach (var (size, owner) in _contents.Where(c => c.Owner != Several))
        {
            _needs[owner] = _needs[owner] with { Exclusive = _needs[owner].Exclusive + size };
        }
    }

    /// <summary>Bytes of the contents that the states need, each counted once.</summary>
    public long StoredBytes => _contents.Sum(c => c.Size);

    /// <summary>What one state needs.</summary>
    /// <param name="state">Its index.</param>
    public Need Of(int state) => _needs[state];

    private ContentsOfShard ReadShard(GenerationStore generations, Generation state, int shard)
    {
        long files = 0, bytes = 0;
        var numbers = new List<int>();
        using var entries = generations.Open(state, shard);
        while (entries.Read() is { } entry)
        {
            files++;
            bytes += entry.Size!.Value;
            if (!_numbers.TryGetValue(entry.Sha256!.Value, out var number))
            {
                _numbers.Add(entry.Sha256.Value, number = _contents.Count);
                _contents.Add((entry.Size.Value, Several));
            }

            numbers.Add(number);
        }

        return new ContentsOfShard(files, bytes, [.. numbers]);
    }

    private sealed record ContentsOfShard(long Files, long Bytes, int[] Numbers);
}

/// <summary>What one state needs.</summary>
/// <param name="Files">Its files.</param>
/// <param name="Bytes">Their bytes, as clients see them.</param>
/// <param name="Stored">Bytes of its contents, each counted once.</param>
/// <param name="Exclusive">Bytes of contents that no other state needs.</param>
internal readonly record struct Need(long Files, long Bytes, long Stored, long Exclusive);
