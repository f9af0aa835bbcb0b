using System.Text;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Audits;

/// <summary>Says since when a mirror has files of its head: since the oldest of the snapshots, one behind another, that have them; or else since the head changed last.</summary>
/// <param name="refs">The store's refs.</param>
/// <param name="generations">The manifests.</param>
/// <param name="mirror">The mirror.</param>
/// <param name="head">Its head.</param>
internal sealed class FixSearch(RefStore refs, GenerationStore generations, string mirror, GenerationId head)
{
    private readonly Dictionary<Sha256Digest, HashSet<string>> _paths = [];
    private Generation? _head;

    private IReadOnlyList<(Generation State, DateTimeOffset Time)> Snapshots => field ??=
    [
        .. refs.Snapshots().Select(s => refs.Snapshot(s, mirror)).OfType<Ref>().OrderByDescending(r => r.Time).Where(r => generations.Exists(r.Target)).Select(r => (generations.Read(r.Target), r.Time)),
    ];

    private DateTimeOffset? Changed => refs.Head(mirror)?.Time;

    /// <summary>Since when the mirror has all of some files.</summary>
    public DateTimeOffset? Since(IReadOnlyList<string> paths)
    {
        var since = Changed;
        foreach (var (state, time) in Snapshots)
        {
            if (!paths.All(p => Has(state, p)))
            {
                break;
            }

            since = time < since || since is null ? time : since;
        }

        return since;
    }

    private bool Has(Generation state, string path)
    {
        _head ??= generations.Read(head);
        if (state.Shards.Count == 0)
        {
            return false;
        }

        var at = state.ShardOf(path);
        var shard = state.Shards[at].Digest;
        if (_head.Shards.Count > 0 && _head.Shards[_head.ShardOf(path)].Digest == shard)
        {
            return true;
        }

        if (!_paths.TryGetValue(shard, out var known))
        {
            _paths.Add(shard, known = new HashSet<string>(StringComparer.Ordinal));
            using var entries = generations.Open(state, at);
            while (entries.ReadPath(out var text))
            {
                known.Add(Encoding.UTF8.GetString(text));
            }
        }

        return known.Contains(path);
    }
}
