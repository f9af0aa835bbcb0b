using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Chantal.Plans;

/// <summary>
/// Sorts lines by a key of bytes in bounded memory: what does not fit is written to a temporary file as a sorted run,
/// and the runs are merged when the lines are read. Lines of one key come in the order in which they were added.
/// </summary>
/// <param name="temporaryFile">Path prefix of the runs; they are removed on disposal.</param>
/// <param name="memory">Bytes of lines and keys kept in memory before a run is written.</param>
internal sealed class SortedLines(string temporaryFile, int memory = 16 << 20) : IDisposable
{
    private Slot[] _slots = new Slot[1024];
    private int _count;
    private readonly List<string> _runs = [];
    private byte[] _arena = new byte[64 * 1024];
    private int _used;

    private readonly record struct Slot(int Start, int KeyLength, int LineLength);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> line)
    {
        var needed = key.Length + line.Length;
        if (_used + needed > memory && _count > 0)
        {
            Spill();
        }

        if (_used + needed > _arena.Length)
        {
            Array.Resize(ref _arena, Math.Max(Math.Min(2 * _arena.Length, Math.Max(memory, needed)), _used + needed));
        }

        key.CopyTo(_arena.AsSpan(_used));
        line.CopyTo(_arena.AsSpan(_used + key.Length));
        if (_count == _slots.Length)
        {
            Array.Resize(ref _slots, 2 * _count);
        }

        _slots[_count++] = new Slot(_used, key.Length, line.Length);
        _used += needed;
    }

    /// <summary>Every line with its key, in order. Nothing may be added while this is read.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Read()
    {
        Sort();
        return SortedMerge.Of([.. _runs.Select(ReadRun), ReadMemory()]);
    }

    public void Dispose()
    {
        _runs.ForEach(File.Delete);
        _runs.Clear();
        _arena = [];
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
        for (var i = 0; i < _count; i++)
        {
            var slot = _slots[i];
            yield return (_arena.AsMemory(slot.Start, slot.KeyLength), _arena.AsMemory(slot.Start + slot.KeyLength, slot.LineLength));
        }
    }

    // A stable merge sort of the runs that are there: an index is nearly in the order of its paths. The runtime's own sort would have to be
    // compiled for these slots, and is slow until that has happened twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort()
    {
        var (from, to) = (_slots, Array.Empty<Slot>());
        var runs = new List<int> { 0 };
        for (var i = 1; i < _count; i++)
        {
            if (Compare(from[i - 1], from[i]) > 0)
            {
                runs.Add(i);
            }
        }

        for (runs.Add(_count); runs.Count > 2; (from, to) = (to, from))
        {
            to = to.Length == 0 ? new Slot[from.Length] : to;
            var merged = new List<int> { 0 };
            for (var run = 0; run + 1 < runs.Count; run += 2)
            {
                var end = runs[Math.Min(run + 2, runs.Count - 1)];
                MergeRuns(from, to, runs[run], runs[run + 1], end);
                merged.Add(end);
            }

            runs = merged;
        }

        _slots = from;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeRuns(Slot[] from, Slot[] to, int first, int second, int end)
    {
        var (left, right) = (first, second);
        for (var at = first; at < end; at++)
        {
            to[at] = right >= end || (left < second && Compare(from[left], from[right]) <= 0) ? from[left++] : from[right++];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Compare(Slot a, Slot b) => _arena.AsSpan(a.Start, a.KeyLength).SequenceCompareTo(_arena.AsSpan(b.Start, b.KeyLength));

    private void Spill()
    {
        Sort();
        var run = $"{temporaryFile}.{_runs.Count}";
        _runs.Add(run);
        using var stream = new FileStream(run, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024);
        Span<byte> lengths = stackalloc byte[8];
        foreach (var slot in _slots.AsSpan(0, _count))
        {
            BinaryPrimitives.WriteInt32LittleEndian(lengths, slot.KeyLength);
            BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], slot.LineLength);
            stream.Write(lengths);
            stream.Write(_arena.AsSpan(slot.Start, slot.KeyLength + slot.LineLength));
        }

        _count = 0;
        _used = 0;
    }
}
