using System.Text;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The generation of a base with what was taken: the base's lines, those of the packages from the source, and those of new metadata.</summary>
internal sealed class TakenGeneration(GenerationStore generations, GenerationId before, GenerationId source, TakenState taken)
{
    /// <summary>Its header; null: the base's.</summary>
    public PlanHeader? Header { get; init; }

    /// <summary>The mirror's name, for errors.</summary>
    public string Mirror { get; init; } = "";

    /// <summary>Writes it.</summary>
    public GenerationId Write(CancellationToken cancellation)
    {
        var copied = ReadCopied();
        if (copied.Count < taken.Copied.Count)
        {
            // A filtered mirror with upstream's metadata lists more than it holds.
            throw TakeDiagnostics.Unsatisfied(Mirror, [.. taken.Copied.Except(copied.Select(e => e.Path)).Order(StringComparer.Ordinal)]);
        }

        var added = taken.Made.Concat(copied).ToDictionary(e => e.Path, StringComparer.Ordinal);
        var paths = Sorted(added.Keys);
        var removed = Sorted(taken.Removed);
        var state = generations.Read(before);
        var touched = TouchedIn(state, added.Keys);
        using var made = generations.Create(Header ?? state.Header);
        var (next, gone) = (0, 0);
        for (var at = 0; at < state.Shards.Count; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!touched.Contains(at) && IsCut(state, at) && IsCut(state, at + 1))
            {
                made.AddShards([state.Shards[at]]);
                continue;
            }

            using var lines = generations.Open(state, at);
            while (lines.ReadPath(out var path))
            {
                for (; next < paths.Count && paths[next].Text.AsSpan().SequenceCompareTo(path) < 0; next++)
                {
                    made.Add(added[paths[next].Path]);
                }

                gone = Skip(removed, gone, path);
                var isReplaced = next < paths.Count && path.SequenceEqual(paths[next].Text);
                if (!isReplaced && !(gone < removed.Count && path.SequenceEqual(removed[gone].Text)))
                {
                    made.AddLine(lines.LastPath, lines.LastLine);
                }
            }

            // Before the next shard may be taken whole.
            for (; next < paths.Count && state.EndOf(at) is { } end && ArtifactPath.Compare(paths[next].Path, end) < 0; next++)
            {
                made.Add(added[paths[next].Path]);
            }
        }

        foreach (var (path, _) in paths.Skip(next))
        {
            made.Add(added[path]);
        }

        return made.Complete();
    }

    // The shards that something is added to or removed from. Where the first line of one goes, the rest goes on the one before it.
    private HashSet<int> TouchedIn(Generation state, IEnumerable<string> added)
    {
        var touched = new HashSet<int>(Enumerable.Range(0, state.IsOnePiece ? 1 : 0));
        touched.UnionWith(added.Select(state.ShardOf));
        foreach (var path in taken.Removed)
        {
            var at = state.ShardOf(path);
            _ = touched.Add(at);
            if (at > 0 && state.Shards[at].First == path)
            {
                _ = touched.Add(at - 1);
            }
        }

        return touched;
    }

    // Whether a shard begins there in any state, so that it need not be read to be written.
    private static bool IsCut(Generation state, int at) =>
        at == 0 || at == state.Shards.Count || ShardBoundary.IsAt(Encoding.UTF8.GetBytes(state.Shards[at].First));

    /// <summary>Whether two generations differ in nothing but signatures that were made at different times.</summary>
    public static bool IsSame(GenerationStore generations, GenerationId one, GenerationId other, TakenState taken)
    {
        Generation[] states = [generations.Read(one), generations.Read(other)];
        using var merge = new StateMerge(generations, states, PathRanges.Different(states));
        return merge.Differences().All(d => taken.Signatures.Contains(d.Path) && d.Entries[0] is not null && d.Entries[1] is not null);
    }

    // Only the shards are read that have something of it, and of their lines only what is copied is read whole.
    private List<PlanEntry> ReadCopied()
    {
        var copied = new List<PlanEntry>();
        var state = generations.Read(source);
        foreach (var shard in taken.Copied.Where(_ => state.Shards.Count > 0).GroupBy(state.ShardOf))
        {
            var paths = Sorted(shard);
            var next = 0;
            using var entries = generations.Open(state, shard.Key);
            while (next < paths.Count && entries.ReadPath(out var path))
            {
                next = Skip(paths, next, path);
                if (next < paths.Count && path.SequenceEqual(paths[next].Text))
                {
                    copied.Add(entries.LastEntry());
                }
            }
        }

        return copied;
    }

    private static int Skip(List<(string Path, byte[] Text)> paths, int next, ReadOnlySpan<byte> until)
    {
        while (next < paths.Count && paths[next].Text.AsSpan().SequenceCompareTo(until) < 0)
        {
            next++;
        }

        return next;
    }

    // In the order of the lines, which is that of the bytes.
    private static List<(string Path, byte[] Text)> Sorted(IEnumerable<string> paths)
    {
        List<(string Path, byte[] Text)> sorted = [.. paths.Select(p => (p, Encoding.UTF8.GetBytes(p)))];
        sorted.Sort((a, b) => a.Text.AsSpan().SequenceCompareTo(b.Text));
        return sorted;
    }
}
