namespace Chantal.Plans;

/// <summary>Reads the lines of files behind a header, or of a part of them: one entry at a time, and held against the one before it.</summary>
/// <param name="stream">The lines; disposed with the reader.</param>
/// <param name="file">What errors call the file.</param>
/// <param name="before">Lines of the file before the stream.</param>
internal sealed class EntryReader(Stream stream, string file, long before = 0) : IDisposable
{
    private readonly LineReader _lines = new(stream);
    private string? _previous;

    /// <summary>The line that was read last, as it stands in the file; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastLine => _lines.Last;

    /// <summary>Bytes of the stream before the line that comes next.</summary>
    public long Position => _lines.Position;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long LineNumber => before + _lines.LineNumber;

    /// <summary>Reads a header; a file without a line throws.</summary>
    public PlanHeader ReadHeader(string format) =>
        Next(out var line) ? HeaderFormat.Read(line, format, file) : throw PlanDiagnostics.PlanUnreadable(file, 1, "it is empty");

    /// <summary>
    /// The next entry, or null at the end. Entries must be in ascending order of their paths' UTF-8 bytes, and every path
    /// is judged by <see cref="ArtifactPath"/>, since the lines may come from a script or another store.
    /// </summary>
    public PlanEntry? Read()
    {
        if (!Next(out var line))
        {
            return null;
        }

        var entry = EntryFormat.ReadEntry(line, file, LineNumber);
        _ = ArtifactPath.Check(entry.Path, $"'{file}'");
        if (_previous is not null && ArtifactPath.Compare(_previous, entry.Path) >= 0)
        {
            throw PlanDiagnostics.PlanUnreadable(file, LineNumber, $"the path '{entry.Path}' does not come after the one before it");
        }

        _previous = entry.Path;
        return entry;
    }

    /// <summary>The path of the next line, in UTF-8, and nothing else of it; false at the end. It is not judged: who takes it from lines that were not read before has to do that.</summary>
    public bool ReadPath(out ReadOnlySpan<byte> path)
    {
        var any = Next(out var line);
        path = any ? PlanLine.PathOf(line, file, LineNumber) : default;
        return any;
    }

    /// <summary>The entry of which <see cref="ReadPath"/> gave the path.</summary>
    public PlanEntry LastEntry() => EntryFormat.ReadEntry(LastLine, file, LineNumber);

    /// <summary>Passes over the next line without looking at it; false at the end.</summary>
    public bool Skip() => Next(out _);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private bool Next(out ReadOnlySpan<byte> line)
    {
        try
        {
            return _lines.TryRead(out line);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ZstdSharp.ZstdException)
        {
            throw PlanDiagnostics.PlanUnreadable(file, LineNumber + 1, exception.Message, exception);
        }
    }
}
