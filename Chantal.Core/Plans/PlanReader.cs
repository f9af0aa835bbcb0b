namespace Chantal.Plans;

/// <summary>Reads a plan in the order of its paths, one entry at a time.</summary>
internal sealed class PlanReader : IDisposable
{
    /// <summary>What a plan's header says in <c>format</c>.</summary>
    public const string PlanFormat = "chantal-plan";

    /// <summary>What a manifest's header says in <c>format</c>.</summary>
    public const string ManifestFormat = "chantal-manifest";

    private readonly LineReader _lines;
    private readonly string _file;
    private string? _previous;

    /// <summary>Opens a stream of lines and reads its header.</summary>
    /// <param name="stream">The lines; disposed with the reader.</param>
    /// <param name="format"><see cref="PlanFormat"/> or <see cref="ManifestFormat"/>.</param>
    /// <param name="file">What errors call the file.</param>
    public PlanReader(Stream stream, string format, string file)
    {
        _lines = new LineReader(stream);
        _file = file;
        try
        {
            Header = Next(out var line) ? EntryFormat.ReadHeader(line, format, file) : throw PlanDiagnostics.PlanUnreadable(file, 1, "it is empty");
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    /// <summary>The first line.</summary>
    public PlanHeader Header { get; }

    /// <summary>The line of the entry that was read last, as it stands in the file; valid until the next one is read.</summary>
    internal ReadOnlySpan<byte> LastLine => _lines.Last;

    /// <summary>Opens a plan file.</summary>
    public static PlanReader Open(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), PlanFormat, path);

    /// <summary>
    /// The next entry, or null at the end. Entries must be in ascending order of their paths' UTF-8 bytes, and every path
    /// is judged by <see cref="ArtifactPath"/>, since a plan may come from a script.
    /// </summary>
    public PlanEntry? Read()
    {
        if (!Next(out var line))
        {
            return null;
        }

        var entry = EntryFormat.ReadEntry(line, _file, _lines.LineNumber);
        _ = ArtifactPath.Check(entry.Path, $"'{_file}'");
        if (_previous is not null && ArtifactPath.Compare(_previous, entry.Path) >= 0)
        {
            throw PlanDiagnostics.PlanUnreadable(_file, _lines.LineNumber, $"the path '{entry.Path}' does not come after the one before it");
        }

        _previous = entry.Path;
        return entry;
    }

    /// <summary>Passes over the next entry without looking at it; false at the end.</summary>
    public bool Skip() => Next(out _);

    /// <summary>The entries from here to the end.</summary>
    public IEnumerable<PlanEntry> ReadAll()
    {
        while (Read() is { } entry)
        {
            yield return entry;
        }
    }

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
            throw PlanDiagnostics.PlanUnreadable(_file, _lines.LineNumber + 1, exception.Message, exception);
        }
    }
}
