using System.Text;
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
    private readonly byte[]?[] _first;
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
        _first = new byte[states.Count][];
        _searched = new int[states.Count];
    }

    /// <summary>
    /// Every path that any of the states has, with each state's entry or null. The array is reused: it is valid until the next step.
    /// </summary>
    public IEnumerable<(string Path, PlanEntry?[] Entries)> Read() => Read(withSame: true);

    /// <summary>The same without the paths at which all states have the same line, which are not read whole.</summary>
    public IEnumerable<(string Path, PlanEntry?[] Entries)> Differences() => Read(withSame: false);

    /// <inheritdoc/>
    public void Dispose() => _runs.ForEach(r => r.Dispose());

    private IEnumerable<(string Path, PlanEntry?[] Entries)> Read(bool withSame)
    {
        var entries = new PlanEntry?[_states.Count];
        var idle = Enumerable.Range(0, _states.Count).ToList();
        var least = new List<Run>();
        var searched = 0;
        while (true)
        {
            Open(idle);
            if (_runs.Count == 0)
            {
                yield break;
            }

            FindLeast(least);
            if (_within.Contains(least[0].Path, ref searched) && (withSame || !AreSame(least)))
            {
                Array.Clear(entries);
                var path = "";
                foreach (var run in least)
                {
                    var entry = run.Entry();
                    path = entry.Path;
                    run.States.ForEach(s => entries[s] = entry);
                }

                yield return (path, entries);
            }

            foreach (var run in least)
            {
                if (!run.MoveNext() || !run.MayHaveMore(_within))
                {
                    run.Dispose();
                    idle.AddRange(run.States);
                    _ = _runs.Remove(run);
                }
            }
        }
    }

    // The runs that have the path that comes next.
    private void FindLeast(List<Run> least)
    {
        least.Clear();
        foreach (var run in _runs)
        {
            var order = least.Count == 0 ? 0 : run.Path.SequenceCompareTo(least[0].Path);
            if (order < 0)
            {
                least.Clear();
            }

            if (order <= 0)
            {
                least.Add(run);
            }
        }
    }

    private bool AreSame(List<Run> runs)
    {
        var states = 0;
        foreach (var run in runs)
        {
            if (!run.Line.SequenceEqual(runs[0].Line))
            {
                return false;
            }

            states += run.States.Count;
        }

        return states == _states.Count;
    }

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
            var least = idle.Select(FirstOf).Concat(_runs.Select(r => r.Path.ToArray())).Aggregate((a, b) => a.AsSpan().SequenceCompareTo(b) <= 0 ? a : b);
            var due = idle.Where(s => FirstOf(s).AsSpan().SequenceEqual(least)).ToList();
            if (due.Count == 0)
            {
                return;
            }

            foreach (var alike in due.GroupBy(s => _states[s].Shards[_next[s]].Digest))
            {
                var states = alike.ToList();
                var run = new Run(_store.Open(_states[states[0]], _next[states[0]]), states);
                states.ForEach(Pass);
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

    private byte[] FirstOf(int state) => _first[state] ??= Encoding.UTF8.GetBytes(_states[state].Shards[_next[state]].First);

    private void Pass(int state)
    {
        _next[state]++;
        _first[state] = null;
    }

    // Passes over the shards that nobody asks for.
    private bool HasMore(int state)
    {
        var shards = _states[state].Shards;
        while (_next[state] < shards.Count && !_within.Overlap(FirstOf(state), _states[state].EndOf(_next[state]) is { } end ? Encoding.UTF8.GetBytes(end) : null, ref _searched[state]))
        {
            Pass(state);
        }

        return _next[state] < shards.Count;
    }

    // A shard that is being read, for all the states that have it.
    private sealed class Run(EntryReader lines, List<int> states) : IDisposable
    {
        private int _searched;

        public List<int> States => states;

        /// <summary>The path that comes next, in UTF-8.</summary>
        public ReadOnlySpan<byte> Path => lines.LastPath;

        public ReadOnlySpan<byte> Line => lines.LastLine;

        public PlanEntry Entry() => lines.LastEntry();

        /// <summary>Whether any path from here on is asked for.</summary>
        public bool MayHaveMore(PathRanges within) => within.Overlap(Path, null, ref _searched);

        public bool MoveNext() => lines.ReadPath(out _);

        public void Dispose() => lines.Dispose();
    }
}
