using System.Buffers.Binary;
using System.Text;
using Chantal.Content;
using Microsoft.Win32.SafeHandles;

namespace Chantal.Advisories;

/// <summary>An index of advisories on disk. Only its directory is kept in memory: a question reads the record of one package.</summary>
internal sealed class AdvisoryIndex : IDisposable
{
    private const int ShortRecord = 4096;

    private readonly SafeFileHandle _handle;
    private readonly long _length;
    private readonly ulong[] _numbers;
    private readonly long[] _places;
    private readonly Dictionary<long, OsvEntry> _entries = [];

    private AdvisoryIndex(SafeFileHandle handle)
    {
        _handle = handle;
        _length = RandomAccess.GetLength(handle);
        var mark = Read(0, AdvisoryIndexFormat.Mark.Length);
        var end = Read(_length - AdvisoryIndexFormat.End, AdvisoryIndexFormat.End);
        var (place, pairs) = (BinaryPrimitives.ReadInt64LittleEndian(end), BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(8)));
        if (!mark.AsSpan().SequenceEqual(AdvisoryIndexFormat.Mark) || Crc32.Of(end.AsSpan(0, 36)) != BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(36))
            || _length - AdvisoryIndexFormat.End - place != pairs * AdvisoryIndexFormat.Pair)
        {
            throw new InvalidDataException("its end is not that of an index");
        }

        var directory = Read(place, (int)(pairs * AdvisoryIndexFormat.Pair));
        if (Crc32.Of(directory) != BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(32)))
        {
            throw new InvalidDataException("its directory does not have its checksum");
        }

        (_numbers, _places) = (new ulong[pairs], new long[pairs]);
        for (var at = 0; at < pairs; at++)
        {
            _numbers[at] = BinaryPrimitives.ReadUInt64LittleEndian(directory.AsSpan(at * AdvisoryIndexFormat.Pair));
            _places[at] = BinaryPrimitives.ReadInt64LittleEndian(directory.AsSpan((at * AdvisoryIndexFormat.Pair) + 8));
        }

        Summary = new IndexSummary(BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(16)), DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(end.AsSpan(24))));
    }

    /// <summary>What it was made of.</summary>
    public IndexSummary Summary { get; }

    /// <summary>Opens an index.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or was written by another version.</exception>
    public static AdvisoryIndex Open(string file)
    {
        var handle = File.OpenHandle(file);
        try
        {
            return new AdvisoryIndex(handle);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            handle.Dispose();
            throw new InvalidDataException("it is damaged", exception);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What the advisories say of a package in an ecosystem.</summary>
    /// <param name="ecosystem">The ecosystem.</param>
    /// <param name="name">The package's name.</param>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public IReadOnlyList<IndexedAffected> Find(Ecosystem ecosystem, string name)
    {
        var key = Encoding.UTF8.GetBytes(Ecosystem.NameIn(ecosystem.Name, name));
        var number = NameNumber.Of(key);
        var at = Array.BinarySearch(_numbers, number);
        if (at < 0)
        {
            return [];
        }

        while (at > 0 && _numbers[at - 1] == number)
        {
            at--;
        }

        for (; at < _numbers.Length && _numbers[at] == number; at++)
        {
            var record = ReadRecord(_places[at]);
            var reading = new IndexReading(record.Span);
            if (reading.Bytes().SequenceEqual(key))
            {
                return Read(ecosystem, record);
            }
        }

        return [];
    }

    /// <summary>The advisory of what <see cref="Find"/> found, without the packages that it is about.</summary>
    /// <exception cref="InvalidDataException">The index is damaged.</exception>
    public OsvEntry EntryOf(IndexedAffected affected)
    {
        if (_entries.TryGetValue(affected.Place, out var known))
        {
            return known;
        }

        var reading = new IndexReading(ReadRecord(affected.Place).Span);
        var (id, modified, published) = (reading.Text(), reading.Number(), reading.Number());
        var entry = new OsvEntry(id, Time(modified)!.Value, [])
        {
            Published = published == 0 ? null : Time(published),
            Aliases = reading.Texts(),
            Summary = reading.Text(),
            Severity = IndexedAffected.SeverityOf(ref reading),
        };
        _entries.Add(affected.Place, entry);
        return entry;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static DateTimeOffset? Time(long seconds) =>
        seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new InvalidDataException("a time is not one");

    private static List<IndexedAffected> Read(Ecosystem ecosystem, ReadOnlyMemory<byte> record)
    {
        var found = new List<IndexedAffected>();
        var reading = new IndexReading(record.Span);
        _ = reading.Bytes();
        while (!reading.IsAtEnd)
        {
            var line = reading.Bytes();
            if (IndexedAffected.Read(line, ecosystem) is { } affected)
            {
                found.Add(affected);
            }
        }

        return found;
    }

    private ReadOnlyMemory<byte> ReadRecord(long place)
    {
        // Most records are short: these are read at once.
        Span<byte> begin = stackalloc byte[ShortRecord];
        begin = begin[..(place >= 0 && place < _length ? RandomAccess.Read(_handle, begin, place) : 0)];
        if (begin.Length < AdvisoryIndexFormat.Frame)
        {
            throw new InvalidDataException("it was cut short");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(begin);
        var content = length >= 0 && length <= begin.Length - AdvisoryIndexFormat.Frame ? begin.Slice(AdvisoryIndexFormat.Frame, length).ToArray() : Read(place + AdvisoryIndexFormat.Frame, length);
        return Crc32.Of(content) == BinaryPrimitives.ReadUInt32LittleEndian(begin[4..]) ? content : throw new InvalidDataException("a record does not have its checksum");
    }

    private byte[] Read(long place, int length)
    {
        if (place < 0 || length < 0 || length > _length - place)
        {
            throw new InvalidDataException("it was cut short");
        }

        var bytes = new byte[length];
        for (var filled = 0; filled < length;)
        {
            var read = RandomAccess.Read(_handle, bytes.AsSpan(filled), place + filled);
            filled += read > 0 ? read : throw new InvalidDataException("it was cut short");
        }

        return bytes;
    }
}
