using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Reads the files of a generation in the order of their paths, one at a time, with memory for one shard.</summary>
internal sealed class GenerationReader : IDisposable
{
    private readonly GenerationStore _store;
    private readonly string _from;
    private readonly string? _to;
    private EntryReader? _shard;
    private int _next;

    /// <param name="store">Has the shards.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="from">The first path that is asked for; shards before it are not read.</param>
    /// <param name="to">Where to stop, before this path; null: at the end.</param>
    public GenerationReader(GenerationStore store, Generation generation, string from = "", string? to = null)
    {
        _store = store;
        Generation = generation;
        _from = from;
        _to = to;
        _next = generation.ShardOf(from);
    }

    /// <summary>The generation.</summary>
    public Generation Generation { get; }

    /// <summary>Its header.</summary>
    public PlanHeader Header => Generation.Header;

    /// <summary>The line of the file that was read last; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastLine => _shard!.LastLine;

    /// <summary>The next file, or null at the end.</summary>
    public PlanEntry? Read()
    {
        while (true)
        {
            if (_shard?.Read() is { } entry)
            {
                if (_to is not null && ArtifactPath.Compare(entry.Path, _to) >= 0)
                {
                    return null;
                }

                if (ArtifactPath.Compare(entry.Path, _from) >= 0)
                {
                    return entry;
                }

                continue;
            }

            if (_next == Generation.Shards.Count || (_to is not null && ArtifactPath.Compare(Generation.Shards[_next].First, _to) >= 0))
            {
                return null;
            }

            _shard?.Dispose();
            _shard = _store.Open(Generation, _next++);
        }
    }

    /// <summary>The files from here to the end.</summary>
    public IEnumerable<PlanEntry> ReadAll()
    {
        while (Read() is { } entry)
        {
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _shard?.Dispose();
}
