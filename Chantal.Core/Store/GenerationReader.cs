using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Reads the files of a generation in the order of their paths, one at a time, with memory for one shard.</summary>
/// <param name="store">Has the shards.</param>
/// <param name="generation">The generation.</param>
internal sealed class GenerationReader(GenerationStore store, Generation generation) : IDisposable
{
    private EntryReader? _shard;
    private int _next;

    /// <summary>The generation.</summary>
    public Generation Generation => generation;

    /// <summary>Its header.</summary>
    public PlanHeader Header => generation.Header;

    /// <summary>The line of the file that was read last; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastLine => _shard!.LastLine;

    /// <summary>The next file, or null at the end.</summary>
    public PlanEntry? Read()
    {
        while (true)
        {
            if (_shard?.Read() is { } entry)
            {
                return entry;
            }

            if (_next == generation.Shards.Count)
            {
                return null;
            }

            _shard?.Dispose();
            _shard = store.Open(generation, _next++);
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
