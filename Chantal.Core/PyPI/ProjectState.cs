using Chantal.PyPI.Requirements;

namespace Chantal.PyPI;

/// <summary>A project while the closure grows.</summary>
internal sealed class ProjectState(string name)
{
    private readonly List<PackageDemand> _demands = [];
    private readonly Dictionary<string, ulong> _extras = new(StringComparer.Ordinal);
    private int _applied;

    /// <summary>The normal name.</summary>
    public string Name { get; } = name;

    /// <summary>Who wants it, the definition first.</summary>
    public IReadOnlyList<PackageDemand> Demands => _demands;

    /// <summary>What is selected; null until the page was read, and for a project that the index does not have.</summary>
    public ReleaseSelection? Selection { get; set; }

    /// <summary>Whether the page was asked for.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>The metadata that was read, by file; null where it cannot be.</summary>
    public Dictionary<ReleaseFile, IReadOnlyList<Requirement>?> Needs { get; } = [];

    /// <summary>Takes a demand, unless it asks for nothing that was not asked for before.</summary>
    /// <returns>Whether there is something to do.</returns>
    public bool Add(PackageDemand demand)
    {
        var extras = false;
        foreach (var extra in demand.Extras)
        {
            var known = _extras.GetValueOrDefault(extra);
            extras |= (demand.Environments & ~known) != 0;
            _extras[extra] = known | demand.Environments;
        }

        var same = _demands.FindIndex(d =>
            d.Text == demand.Text && d.IsDirect == demand.IsDirect && d.Hashes.SequenceEqual(demand.Hashes) && (demand.Environments & ~d.Environments) == 0);
        if (same >= 0)
        {
            return extras;
        }

        _demands.Add(demand);
        return true;
    }

    /// <summary>The demands that were not applied yet; they count as applied from here on.</summary>
    public IReadOnlyList<PackageDemand> TakeNew()
    {
        var taken = _demands[_applied..];
        _applied = _demands.Count;
        return taken;
    }

    /// <summary>The extras that are asked for in an environment.</summary>
    public string[] ExtrasIn(ulong bit) => [.. _extras.Where(e => (e.Value & bit) != 0).Select(e => e.Key)];
}
