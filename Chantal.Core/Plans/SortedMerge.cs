using System.Runtime.CompilerServices;

namespace Chantal.Plans;

/// <summary>Lines of several sources, each in the order of its keys, in one order.</summary>
internal sealed class SortedMerge : IDisposable
{
    private readonly IEnumerator<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)>[] _sources;
    private readonly ReadOnlyMemory<byte>[] _keys;

    // A heap of sources: none has a smaller key than the one at half its place.
    private readonly int[] _heap;
    private int _count;

    private SortedMerge(IReadOnlyList<IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)>> sources)
    {
        _sources = [.. sources.Select(s => s.GetEnumerator())];
        _keys = new ReadOnlyMemory<byte>[_sources.Length];
        _heap = new int[_sources.Length];
    }

    /// <summary>The lines; of those with one key, that of the first source comes first.</summary>
    public static IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Of(IReadOnlyList<IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)>> sources)
    {
        using var merge = new SortedMerge(sources);
        for (var source = sources.Count - 1; source >= 0; source--)
        {
            if (merge.MoveNext(source))
            {
                merge._heap[merge._count++] = source;
            }
        }

        for (var at = (merge._count / 2) - 1; at >= 0; at--)
        {
            merge.Sift(at);
        }

        while (merge._count > 0)
        {
            var source = merge._heap[0];
            yield return merge._sources[source].Current;
            if (!merge.MoveNext(source))
            {
                merge._heap[0] = merge._heap[--merge._count];
            }

            merge.Sift(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }

    private bool MoveNext(int source)
    {
        var has = _sources[source].MoveNext();
        _keys[source] = has ? _sources[source].Current.Key : default;
        return has;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sift(int at)
    {
        while ((2 * at) + 1 < _count)
        {
            var child = (2 * at) + 1;
            child += child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!IsBefore(_heap[child], _heap[at]))
            {
                return;
            }

            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsBefore(int a, int b)
    {
        var order = _keys[a].Span.SequenceCompareTo(_keys[b].Span);
        return order != 0 ? order < 0 : a < b;
    }
}
