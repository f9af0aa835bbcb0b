using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// Walks several states side by side, in the order of their paths. A shard that some of them have at the same place is read once for all of
/// these; shards where nobody asks for a path are not read.
/// </summary>
internal sealed class StateMerge : IDisposable
{
    private readonly GenerationStore _store;
    private readonly IReadOnlyList<Generation> _states;
    private readonly PathRanges _within;
    private readonly int[] _next;
    private readonly int[] _searched;
    private readonly List<Run> _runs = [];

    /// <param name="store">Has the shards.</param>
    /// <param name="states">The states.</param>
    /// <param name="within">The paths that are asked for; null: all.</param>
    public StateMerge(GenerationStore store, IReadOnlyList<Generation> states, PathRanges? within = null)
    {
        _store = store;
        _states = states;
        _within = within ?? PathRanges.All;
        _next = new int[states.Count];
        _searched = new int[states.Count];
    }

    /// <summary>
    /// Every path that any of the states has, with each state's entry or null. The array is reused: it is valid until the next step.
    /// </summary>
    public IEnumerable<(string Path, PlanEntry?[] Entries)> Read()
    {
        var entries = new PlanEntry?[_states.Count];
        var idle = Enumerable.Range(0, _states.Count).ToList();
        var searched = 0;
        while (true)
        {
            Open(idle);
            if (_runs.Count == 0)
            {
                yield break;
            }

            var path = _runs[0].Entry.Path;
            for (var i = 1; i < _runs.Count; i++)
            {
                path = ArtifactPath.Compare(_runs[i].Entry.Path, path) < 0 ? _runs[i].Entry.Path : path;
            }

            Array.Clear(entries);
            for (var i = _runs.Count - 1; i >= 0; i--)
            {
                if (_runs[i] is var run && run.Entry.Path == path)
                {
                    run.States.ForEach(s => entries[s] = run.Entry);
                    if (!run.MoveNext() || !run.MayHaveMore(_within))
                    {
                        run.Dispose();
                        idle.AddRange(run.States);
                        _runs.RemoveAt(i);
                    }
                }
            }

            if (_within.Contains(path, ref searched))
            {
                yield return (path, entries);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.ForEach(r => r.Dispose());

    // Opens the shards that may have the next path. One whose first path comes later waits: another state may come to it by then.
    private void Open(List<int> idle)
    {
        if (idle.Count == 0)
        {
            return;
        }

        _ = idle.RemoveAll(s => !HasMore(s));
        while (idle.Count > 0)
        {
            var least = idle.Select(FirstOf).Concat(_runs.Select(r => r.Entry.Path)).Aggregate((a, b) => ArtifactPath.Compare(a, b) <= 0 ? a : b);
            var due = idle.Where(s => FirstOf(s) == least).ToList();
            if (due.Count == 0)
            {
                return;
            }

            foreach (var alike in due.GroupBy(s => _states[s].Shards[_next[s]].Digest))
            {
                var states = alike.ToList();
                var run = new Run(_store.Open(_states[states[0]], _next[states[0]]), states);
                states.ForEach(s => _next[s]++);
                if (run.MoveNext())
                {
                    _runs.Add(run);
                    _ = idle.RemoveAll(states.Contains);
                }
                else
                {
                    run.Dispose();
                }
            }

            _ = idle.RemoveAll(s => !HasMore(s));
        }
    }

    private string FirstOf(int state) => _states[state].Shards[_next[state]].First;

    // Passes over the shards that nobody asks for.
    private bool HasMore(int state)
    {
        var shards = _states[state].Shards;
        while (_next[state] < shards.Count && !_within.Overlap(FirstOf(state), _states[state].EndOf(_next[state]), ref _searched[state]))
        {
            _next[state]++;
        }

        return _next[state] < shards.Count;
    }

    // A shard that is being read, for all the states that have it.
    private sealed class Run(EntryReader lines, List<int> states) : IDisposable
    {
        private int _searched;

        public List<int> States => states;

        public PlanEntry Entry { get; private set; } = null!;

        /// <summary>Whether any path from here on is asked for.</summary>
        public bool MayHaveMore(PathRanges within) => within.Overlap(Entry.Path, null, ref _searched);

        public bool MoveNext()
        {
            if (lines.Read() is { } entry)
            {
                Entry = entry;
                return true;
            }

            return false;
        }

        public void Dispose() => lines.Dispose();
    }
}
