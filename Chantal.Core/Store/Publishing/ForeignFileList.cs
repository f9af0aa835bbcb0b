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

    /// <summary>How many, and the first of them.</summary>
    public override string ToString() => Count == 1 ? $"the foreign file '{_first[0]}'" : $"{Count} foreign files ('{string.Join("', '", _first)}'{(Count > _first.Count ? " …" : "")})";
}
