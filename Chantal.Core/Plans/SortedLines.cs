using System.Buffers.Binary;

namespace Chantal.Plans;

/// <summary>
/// Sorts lines by a key of bytes in bounded memory: what does not fit is written to a temporary file as a sorted run,
/// and the runs are merged when the lines are read. Lines of one key come in the order in which they were added.
/// </summary>
/// <param name="temporaryFile">Path prefix of the runs; they are removed on disposal.</param>
/// <param name="memory">Bytes of lines and keys kept in memory before a run is written.</param>
internal sealed class SortedLines(string temporaryFile, int memory = 16 << 20) : IDisposable
{
    private readonly List<Slot> _slots = [];
    private readonly List<string> _runs = [];
    private byte[] _arena = new byte[64 * 1024];
    private int _used;

    private readonly record struct Slot(int Start, int KeyLength, int LineLength);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> line)
    {
        var needed = key.Length + line.Length;
        if (_used + needed > memory && _slots.Count > 0)
        {
            Spill();
        }

        if (_used + needed > _arena.Length)
        {
            Array.Resize(ref _arena, Math.Max(Math.Min(2 * _arena.Length, Math.Max(memory, needed)), _used + needed));
        }

        key.CopyTo(_arena.AsSpan(_used));
        line.CopyTo(_arena.AsSpan(_used + key.Length));
        _slots.Add(new Slot(_used, key.Length, line.Length));
        _used += needed;
    }

    /// <summary>Every line with its key, in order. Nothing may be added while this is read.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Read()
    {
        Sort();
        return Merge([.. _runs.Select(ReadRun), ReadMemory()]);
    }

    public void Dispose()
    {
        _runs.ForEach(File.Delete);
        _runs.Clear();
        _arena = [];
    }

    /// <summary>Lines of several sources that are in order each, in one order: of lines with one key, that of the first source comes first.</summary>
    public static IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Merge(IReadOnlyList<IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)>> sources)
    {
        var readers = sources.Select(s => s.GetEnumerator()).ToList();
        try
        {
            var queue = new PriorityQueue<int, (ReadOnlyMemory<byte> Key, int Source)>(
                Comparer<(ReadOnlyMemory<byte> Key, int Source)>.Create((a, b) =>
                {
                    var order = a.Key.Span.SequenceCompareTo(b.Key.Span);
                    return order != 0 ? order : a.Source.CompareTo(b.Source);
                }));
            for (var i = 0; i < readers.Count; i++)
            {
                Advance(queue, i);
            }

            while (queue.TryDequeue(out var next, out _))
            {
                // The last source that is left needs no order.
                do
                {
                    yield return readers[next].Current;
                }
                while (queue.Count == 0 && readers[next].MoveNext());

                if (queue.Count > 0)
                {
                    Advance(queue, next);
                }
            }
        }
        finally
        {
            readers.ForEach(r => r.Dispose());
        }

        void Advance(PriorityQueue<int, (ReadOnlyMemory<byte> Key, int Source)> queue, int source)
        {
            if (readers[source].MoveNext())
            {
                queue.Enqueue(source, (readers[source].Current.Key, source));
            }
        }
    }

    private static IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> ReadRun(string run)
    {
        using var stream = new FileStream(run, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        var lengths = new byte[8];
        while (stream.ReadAtLeast(lengths, lengths.Length, throwOnEndOfStream: false) == lengths.Length)
        {
            var key = new byte[BinaryPrimitives.ReadInt32LittleEndian(lengths)];
            var line = new byte[BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(4))];
            stream.ReadExactly(key);
            stream.ReadExactly(line);
            yield return (key, line);
        }
    }

    private IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> ReadMemory()
    {
        foreach (var slot in _slots)
        {
            yield return (_arena.AsMemory(slot.Start, slot.KeyLength), _arena.AsMemory(slot.Start + slot.KeyLength, slot.LineLength));
        }
    }

    // Slots begin in the order of addition, so comparing Start makes the sort stable.
    private void Sort() => _slots.Sort((a, b) =>
    {
        var order = _arena.AsSpan(a.Start, a.KeyLength).SequenceCompareTo(_arena.AsSpan(b.Start, b.KeyLength));
        return order != 0 ? order : a.Start.CompareTo(b.Start);
    });

    private void Spill()
    {
        Sort();
        var run = $"{temporaryFile}.{_runs.Count}";
        _runs.Add(run);
        using var stream = new FileStream(run, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024);
        Span<byte> lengths = stackalloc byte[8];
        foreach (var slot in _slots)
        {
            BinaryPrimitives.WriteInt32LittleEndian(lengths, slot.KeyLength);
            BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], slot.LineLength);
            stream.Write(lengths);
            stream.Write(_arena.AsSpan(slot.Start, slot.KeyLength + slot.LineLength));
        }

        _slots.Clear();
        _used = 0;
    }
}
