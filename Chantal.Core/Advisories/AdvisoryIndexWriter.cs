using System.Buffers.Binary;
using System.Text;
using Chantal.Content;
using Chantal.Plans;

namespace Chantal.Advisories;

/// <summary>What an index is made of.</summary>
/// <param name="Advisories">How many advisories there are, without those that were withdrawn.</param>
/// <param name="Newest">When the newest of them was changed; the default value for a source without advisories.</param>
internal readonly record struct IndexSummary(long Advisories, DateTimeOffset Newest);

/// <summary>Makes the index of a source (<see cref="AdvisoryIndexFormat"/>), in one pass and in bounded memory. It appears whole or not at all.</summary>
internal sealed class AdvisoryIndexWriter : IDisposable
{
    private readonly string _file;
    private readonly FileStream _output;
    private readonly SortedLines _affected;
    private readonly IndexText _text = new();
    private readonly List<(ulong Number, long Place)> _directory = [];
    private long _place;
    private long _count;
    private DateTimeOffset _newest = DateTimeOffset.UnixEpoch;

    /// <summary>Begins an index.</summary>
    /// <param name="file">Where it will be.</param>
    public AdvisoryIndexWriter(string file)
    {
        _file = file;
        _output = new FileStream($"{file}.{Environment.ProcessId}.{Guid.NewGuid():N}.new", FileMode.CreateNew, FileAccess.Write, FileShare.None, 256 << 10);
        _affected = new SortedLines(_output.Name + ".run");
        Write(AdvisoryIndexFormat.Mark);
    }

    /// <summary>Makes the index of a source.</summary>
    /// <param name="entries">Its advisories.</param>
    /// <param name="file">Where the index will be.</param>
    public static IndexSummary Write(IEnumerable<OsvEntry> entries, string file)
    {
        using var writer = new AdvisoryIndexWriter(file);
        foreach (var entry in entries)
        {
            writer.Add(entry);
        }

        return writer.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _affected.Dispose();
        File.Delete(_output.Name);
    }

    private void Add(OsvEntry entry)
    {
        // A withdrawn one also counts as news.
        _newest = entry.Modified > _newest ? entry.Modified : _newest;
        if (entry.IsWithdrawn || entry.Affected.Count == 0)
        {
            return;
        }

        _count++;
        _text.Clear().Add(entry.Id).Add(entry.Modified.ToUnixTimeSeconds() is > 0 and var modified ? modified : 0)
            .Add(entry.Published?.ToUnixTimeSeconds() is > 0 and var published ? published : 0).Add(entry.Aliases).Add(entry.Summary);
        AddSeverity(entry.Severity);
        var head = WriteRecord(_text.Written);
        foreach (var affected in entry.Affected)
        {
            _text.Clear().Add(head).Add(affected.Ecosystem);
            AddSeverity(affected.Severity);
            _text.Add(affected.Ranges.Count);
            foreach (var range in affected.Ranges)
            {
                _text.Add(range.Events.Count);
                foreach (var (kind, version) in range.Events)
                {
                    _text.Add((long)kind).Add(version);
                }
            }

            _text.Add(affected.Versions);
            _affected.Add(Encoding.UTF8.GetBytes(Ecosystem.NameIn(affected.Ecosystem, affected.Package)), _text.Written);
        }
    }

    private void AddSeverity(OsvSeverity? severity) => _text.Add(severity?.Word ?? "").Add((long)((severity?.Score ?? 0) * 10));

    private IndexSummary Complete()
    {
        ReadOnlyMemory<byte> name = default;
        var isFirst = true;
        var lines = new IndexText();
        foreach (var (key, line) in _affected.Read())
        {
            if (isFirst || !key.Span.SequenceEqual(name.Span))
            {
                EndPackage(name.Span, lines);
                (name, isFirst) = (key.ToArray(), false);
                lines.Add(name.Length).Add(name.Span);
            }

            lines.Add(line.Length).Add(line.Span);
        }

        EndPackage(name.Span, lines);
        WriteDirectory();
        _output.Dispose();
        File.Move(_output.Name, _file, overwrite: true);
        return new IndexSummary(_count, _newest);
    }

    private void EndPackage(ReadOnlySpan<byte> name, IndexText lines)
    {
        if (!lines.Written.IsEmpty)
        {
            _directory.Add((NameNumber.Of(name), WriteRecord(lines.Written)));
        }

        lines.Clear();
    }

    private void WriteDirectory()
    {
        _directory.Sort();
        var place = _place;
        var checksum = 0u;
        var pair = new byte[AdvisoryIndexFormat.Pair];
        foreach (var (number, record) in _directory)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(pair, number);
            BinaryPrimitives.WriteInt64LittleEndian(pair.AsSpan(8), record);
            checksum = Crc32.Append(checksum, pair);
            Write(pair);
        }

        var end = new byte[AdvisoryIndexFormat.End];
        BinaryPrimitives.WriteInt64LittleEndian(end, place);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(8), _directory.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(16), _count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(24), _newest.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(32), checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(36), Crc32.Of(end.AsSpan(0, 36)));
        Write(end);
    }

    private long WriteRecord(ReadOnlySpan<byte> content)
    {
        var place = _place;
        Span<byte> frame = stackalloc byte[AdvisoryIndexFormat.Frame];
        AdvisoryIndexFormat.WriteFrame(frame, content.Length, Crc32.Of(content));
        Write(frame);
        Write(content);
        return place;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _place += bytes.Length;
    }
}
