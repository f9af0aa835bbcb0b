using System.Text;

namespace Chantal.Plans;

/// <summary>Reads the lines of files behind a header, or of a part of them: one entry at a time, and held against the one before it.</summary>
/// <param name="lines">The lines; disposed with the reader.</param>
/// <param name="file">What errors call the file.</param>
/// <param name="before">Lines of the file before these.</param>
internal sealed class EntryReader(ILineSource lines, string file, long before = 0) : IDisposable
{
    private byte[] _previous = new byte[ArtifactPath.MaxLength];
    private int _length;
    private bool _any;

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The lines; disposed with the reader.</param>
    /// <param name="file">What errors call the file.</param>
    public EntryReader(Stream stream, string file)
        : this(new LineReader(stream), file)
    {
    }

    /// <summary>The line that was read last, as it stands in the file; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastLine => lines.Last;

    /// <summary>The path that was read last, in UTF-8; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> LastPath => _previous.AsSpan(0, _length);

    /// <summary>Where the line that comes next begins.</summary>
    public PlanPlace Place => lines.Place;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public long LineNumber => before + lines.LineNumber;

    /// <summary>Reads a header; a file without a line throws.</summary>
    public PlanHeader ReadHeader(string format) =>
        Next(out var line) ? HeaderFormat.Read(line, format, file) : throw PlanDiagnostics.PlanUnreadable(file, 1, "it is empty");

    /// <summary>
    /// The next entry, or null at the end. Entries must be in ascending order of their paths' UTF-8 bytes, and every path
    /// is judged by <see cref="ArtifactPath"/>, since the lines may come from a script or another store.
    /// </summary>
    public PlanEntry? Read() => ReadPath(out _) ? LastEntry() : null;

    /// <summary>
    /// The path of the next line, in UTF-8, and nothing else of it; false at the end. It is held against the one before it and not judged further: who takes it from lines
    /// that were not read before has to do that.
    /// </summary>
    public bool ReadPath(out ReadOnlySpan<byte> path)
    {
        if (!Next(out var line))
        {
            path = default;
            return false;
        }

        path = PlanLine.PathOf(line, file, LineNumber);
        if (_any && path.SequenceCompareTo(_previous.AsSpan(0, _length)) <= 0)
        {
            throw PlanDiagnostics.PlanUnreadable(file, LineNumber, $"the path '{Encoding.UTF8.GetString(path)}' does not come after the one before it");
        }

        if (_previous.Length < path.Length)
        {
            _previous = new byte[2 * path.Length];
        }

        path.CopyTo(_previous);
        (_length, _any) = (path.Length, true);
        return true;
    }

    /// <summary>Path and content of a state's file of which <see cref="ReadPath"/> gave the path, and nothing else of it.</summary>
    public (string Path, Sha256Digest Sha256) LastContent()
    {
        if (new PlanLine(LastLine).TryReadContent(out _, out var sha256))
        {
            return (ArtifactPath.Check(Encoding.UTF8.GetString(LastPath), $"'{file}'"), sha256);
        }

        var entry = LastEntry();
        return (entry.Path, entry.Sha256!.Value);
    }

    /// <summary>The entry of which <see cref="ReadPath"/> gave the path.</summary>
    public PlanEntry LastEntry()
    {
        var entry = EntryFormat.ReadEntry(LastLine, file, LineNumber);
        _ = ArtifactPath.Check(entry.Path, $"'{file}'");
        return entry;
    }

    /// <summary>Passes over the next line without looking at it; false at the end.</summary>
    public bool Skip() => Next(out _);

    /// <inheritdoc/>
    public void Dispose() => lines.Dispose();

    private bool Next(out ReadOnlySpan<byte> line)
    {
        try
        {
            return lines.TryRead(out line);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ZstdSharp.ZstdException)
        {
            throw PlanDiagnostics.PlanUnreadable(file, LineNumber + 1, exception.Message, exception);
        }
    }
}
