using Chantal.Text;

namespace Chantal.PyPI.Metadata;

/// <summary>
/// The metadata that the index promises beside files (PEP 658), and does not have: it is made from the files themselves, or no longer promised. What was
/// found absent once is not asked for again, since a file of an index never changes.
/// </summary>
internal sealed class AbsentMetadata
{
    private readonly string _file;
    private readonly HashSet<string> _known;
    private readonly SortedSet<string> _used = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unpromised = new(StringComparer.Ordinal);

    /// <param name="file">Where it is kept from one plan to the next.</param>
    /// <param name="found">Paths of metadata that this sync found absent.</param>
    /// <param name="forgets">Whether what earlier syncs found is asked for again.</param>
    public AbsentMetadata(string file, IEnumerable<string> found, bool forgets)
    {
        _file = file;
        Found = found.ToHashSet(StringComparer.Ordinal);
        _known = [.. Found];
        if (!forgets && File.Exists(file))
        {
            _known.UnionWith(File.ReadAllLines(file));
        }
    }

    /// <summary>Paths of metadata that this sync found absent.</summary>
    public IReadOnlySet<string> Found { get; }

    /// <summary>Paths of metadata that was made here.</summary>
    public IReadOnlyCollection<string> Made => _used;

    /// <summary>Paths of metadata that is not published.</summary>
    public IReadOnlyCollection<string> Unpromised => _unpromised;

    /// <summary>Whether the index does not have the metadata at a path.</summary>
    public bool Contains(string path) => _known.Contains(path);

    /// <summary>Notes what became of absent metadata.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isMade">Whether it was made here.</param>
    public void Note(string path, bool isMade)
    {
        lock (_used)
        {
            _ = (isMade ? _used : _unpromised).Add(path);
        }
    }

    /// <summary>Keeps what is absent for the next plan.</summary>
    /// <param name="isWhole">Whether every file of the mirror was planned; otherwise what was known before is still worth knowing.</param>
    public void Save(bool isWhole)
    {
        var kept = _used.Union(_unpromised).Union(isWhole ? [] : _known).Order(StringComparer.Ordinal).ToList();
        if (kept.Count == 0)
        {
            File.Delete(_file);
        }
        else
        {
            WholeFile.Write(_file, string.Concat(kept.Select(p => p + "\n")));
        }
    }
}
