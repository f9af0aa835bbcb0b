namespace Chantal.Store.Publishing;

/// <summary>Files that Chantal did not put where they are: how many, and the first of them.</summary>
internal sealed class ForeignFileList
{
    private const int MostNames = 5;

    private readonly List<string> _first = [];

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them, for a message.</summary>
    public IReadOnlyList<string> First => _first;

    /// <summary>Adds a file.</summary>
    public void Add(string path)
    {
        Count++;
        if (_first.Count < MostNames)
        {
            _first.Add(path);
        }
    }
}
