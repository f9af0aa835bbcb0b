using System.Text;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Runs of paths: where states are not alike, as their lists of shards tell without a look into any shard.</summary>
internal sealed class PathRanges
{
    // In UTF-8, in whose order they are.
    private readonly List<(byte[] From, byte[]? To)> _ranges = [];

    private PathRanges(IEnumerable<(string From, string? To)> ranges)
    {
        foreach (var range in ranges.Select(r => (From: Encoding.UTF8.GetBytes(r.From), To: r.To is null ? null : Encoding.UTF8.GetBytes(r.To))).Order(Comparer<(byte[] From, byte[]? To)>.Create((a, b) => Compare(a.From, b.From))))
        {
            if (_ranges.Count > 0 && _ranges[^1] is var last && (last.To is null || Compare(range.From, last.To) <= 0))
            {
                _ranges[^1] = (last.From, last.To is null || range.To is null ? null : Compare(range.To, last.To) > 0 ? range.To : last.To);
            }
            else
            {
                _ranges.Add(range);
            }
        }
    }

    /// <summary>Every path.</summary>
    public static PathRanges All { get; } = new([("", null)]);

    /// <summary>Whether there is no path in it.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Some paths.</summary>
    public static PathRanges Of(params IEnumerable<string> paths) => new(paths.Select(p => (p, (string?)(p + "\0"))));

    /// <summary>What lies in some directories; an empty name is that of all.</summary>
    public static PathRanges Below(IEnumerable<string> directories) =>
        new(directories.Select(d => d.Length == 0 ? ("", (string?)null) : (d + "/", d + "0")));

    /// <summary>Where the states do not all have the same shard.</summary>
    public static PathRanges Different(params IReadOnlyCollection<Generation> states)
    {
        var counts = new Dictionary<Sha256Digest, int>();
        foreach (var shard in states.SelectMany(s => s.Shards))
        {
            counts[shard.Digest] = counts.GetValueOrDefault(shard.Digest) + 1;
        }

        return Of(states, digest => counts[digest] < states.Count);
    }

    /// <summary>What only the first of two sets of states has.</summary>
    public static PathRanges Only(IReadOnlyCollection<Generation> states, IEnumerable<Generation> others)
    {
        var known = others.SelectMany(o => o.Shards).Select(s => s.Digest).ToHashSet();
        return Of(states, digest => !known.Contains(digest));
    }

    /// <summary>Whether some paths from one on are in it.</summary>
    /// <param name="from">The first path, in UTF-8.</param>
    /// <param name="to">Where to stop, before this path; null: at the end.</param>
    /// <param name="at">Where the search begins, and then where it ended: as long as what is asked for ascends, nothing is looked at twice.</param>
    public bool Overlap(ReadOnlySpan<byte> from, byte[]? to, ref int at)
    {
        Pass(from, ref at);
        return at < _ranges.Count && (to is null || Compare(_ranges[at].From, to) < 0);
    }

    /// <summary>Whether a path, in UTF-8, is in it.</summary>
    public bool Contains(ReadOnlySpan<byte> path, ref int at)
    {
        Pass(path, ref at);
        return at < _ranges.Count && Compare(_ranges[at].From, path) <= 0;
    }

    // Passes over the ranges that end before a path.
    private void Pass(ReadOnlySpan<byte> path, ref int at)
    {
        while (at < _ranges.Count && _ranges[at].To is { } end && Compare(end, path) <= 0)
        {
            at++;
        }
    }

    private static PathRanges Of(IEnumerable<Generation> states, Func<Sha256Digest, bool> isOne) => new(states.SelectMany(state =>
        state.Shards.Select((shard, at) => (shard, at)).Where(s => isOne(s.shard.Digest)).Select(s => (s.shard.First, state.EndOf(s.at)))));

    private static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceCompareTo(b);
}
