namespace Chantal.Store.Publishing;

/// <summary>Files that Chantal did not put where they are: how many, and the first of them.</summary>
internal sealed class ForeignFileList
{
    private const int MostNames = 5;

    private readonly List<string> _first = [];

    /// <summary>How many.</summary>
    public long Count { get; private set; }

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

    /// <summary>Says what was found in a directory, with the first of the files, and that nothing was done to them.</summary>
    public string Describe(string directory) => Count == 1
        ? $"'{directory}' holds a file that Chantal did not put there, which is left alone: '{_first[0]}'."
        : $"'{directory}' holds {Count} files that Chantal did not put there, which are left alone: '{string.Join("', '", _first)}'{(Count > _first.Count ? " …" : "")}.";
}
