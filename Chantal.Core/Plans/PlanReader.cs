namespace Chantal.Plans;

/// <summary>Reads a plan in the order of its paths, one entry at a time.</summary>
internal sealed class PlanReader : IDisposable
{
    /// <summary>What a plan's header says in <c>format</c>.</summary>
    public const string PlanFormat = "chantal-plan";

    private readonly EntryReader _entries;

    /// <summary>Opens a stream of lines and reads its header.</summary>
    /// <param name="stream">The lines; disposed with the reader.</param>
    /// <param name="format">What the header says in <c>format</c>.</param>
    /// <param name="file">What errors call the file.</param>
    public PlanReader(Stream stream, string format, string file)
    {
        _entries = new EntryReader(stream, file);
        try
        {
            Header = _entries.ReadHeader(format);
        }
        catch
        {
            _entries.Dispose();
            throw;
        }
    }

    private PlanReader(PlanText plan)
    {
        _entries = plan.Open();
        Header = plan.Header;
    }

    /// <summary>The first line.</summary>
    public PlanHeader Header { get; }

    /// <summary>Opens a plan file.</summary>
    public static PlanReader Open(string path) => new(PlanText.Of(path));

    /// <inheritdoc cref="EntryReader.Read"/>
    public PlanEntry? Read() => _entries.Read();

    /// <summary>Passes over the next entry without looking at it; false at the end.</summary>
    public bool Skip() => _entries.Skip();

    /// <summary>The entries from here to the end.</summary>
    public IEnumerable<PlanEntry> ReadAll()
    {
        while (Read() is { } entry)
        {
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();
}
