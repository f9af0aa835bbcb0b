using System.Text;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Reads the files of a generation in the order of their paths, one at a time, with memory for one shard.</summary>
internal sealed class GenerationReader : IDisposable
{
    private readonly GenerationStore _store;
    private readonly byte[] _from;
    private readonly byte[]? _to;
    private readonly string? _end;
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
        _from = Encoding.UTF8.GetBytes(from);
        _to = to is null ? null : Encoding.UTF8.GetBytes(to);
        _end = to;
        _next = generation.ShardOf(from);
    }

    /// <summary>The generation.</summary>
    public Generation Generation { get; }

    /// <summary>Its header.</summary>
    public PlanHeader Header => Generation.Header;

    /// <summary>The line of the file that was read last; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastLine => _shard!.LastLine;

    /// <summary>The path of that file, in UTF-8; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastPath => _shard!.LastPath;

    /// <summary>The next file, or null at the end.</summary>
    public PlanEntry? Read() => ReadPath(out _) ? LastEntry() : null;

    /// <summary>The path of the next file, in UTF-8, and nothing else of it; false at the end.</summary>
    public bool ReadPath(out ReadOnlySpan<byte> path)
    {
        while (true)
        {
            if (_shard is not null && _shard.ReadPath(out path))
            {
                if (_to is not null && path.SequenceCompareTo(_to) >= 0)
                {
                    return false;
                }

                if (_from.Length == 0 || path.SequenceCompareTo(_from) >= 0)
                {
                    return true;
                }

                continue;
            }

            if (_next == Generation.Shards.Count || (_end is not null && ArtifactPath.Compare(Generation.Shards[_next].First, _end) >= 0))
            {
                path = default;
                return false;
            }

            _shard?.Dispose();
            _shard = _store.Open(Generation, _next++);
        }
    }

    /// <summary>The file of which <see cref="ReadPath"/> gave the path.</summary>
    public PlanEntry LastEntry() => _shard!.LastEntry();

    /// <summary>Path and content of that file, and nothing else of it.</summary>
    public (string Path, Sha256Digest Sha256) LastContent() => _shard!.LastContent();

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
