namespace Chantal.Installability;

/// <summary>
/// Packages that can be installed together, to which more are added as long as no decision has to be taken back. Most packages of a repository fit into one such
/// set: each then costs what it adds, and no search.
/// </summary>
/// <param name="universe">The packages.</param>
/// <param name="solver">Knows what can never be installed.</param>
internal sealed class PackageModel(Universe universe, Solver solver)
{
    private readonly bool[] _isInstalled = new bool[universe.Count];
    private readonly HashSet<int> _groups = [];
    private readonly List<int> _installed = [];

    /// <summary>The packages.</summary>
    public IReadOnlyList<int> Installed => _installed;

    /// <summary>Whether a package is among them.</summary>
    public bool Has(int package) => _isInstalled[package];

    /// <summary>Starts again with packages that were found to keep every rule.</summary>
    public void Reset(IEnumerable<int> packages)
    {
        ReturnTo(0);
        foreach (var package in packages)
        {
            Install(package);
        }
    }

    /// <summary>Adds a package and what it needs, or nothing.</summary>
    /// <returns>Whether it is among them now. That it is not says nothing about whether it can be installed.</returns>
    public bool TryAdd(int package)
    {
        if (Has(package))
        {
            return true;
        }

        var start = _installed.Count;
        if (!Fits(package))
        {
            return false;
        }

        Install(package);
        for (var at = start; at < _installed.Count; at++)
        {
            foreach (var rule in universe.RulesOf(_installed[at]))
            {
                if (!Meet(universe.Rule(rule)))
                {
                    ReturnTo(start);
                    return false;
                }
            }
        }

        return true;
    }

    private bool Meet(ReadOnlySpan<int> rule)
    {
        foreach (var literal in rule)
        {
            if (_isInstalled[Universe.PackageOf(literal)] == Universe.IsIn(literal))
            {
                return true;
            }
        }

        foreach (var literal in rule)
        {
            if (Universe.IsIn(literal) && Fits(Universe.PackageOf(literal)))
            {
                Install(Universe.PackageOf(literal));
                return true;
            }
        }

        return false;
    }

    private bool Fits(int package)
    {
        if (solver.IsRuledOut(package) || (universe.GroupOf(package) is >= 0 and var group && _groups.Contains(group)))
        {
            return false;
        }

        foreach (var conflict in universe.ConflictsOf(package))
        {
            if (_isInstalled[conflict.With])
            {
                return false;
            }
        }

        return true;
    }

    private void Install(int package)
    {
        _isInstalled[package] = true;
        _installed.Add(package);
        if (universe.GroupOf(package) is >= 0 and var group)
        {
            _ = _groups.Add(group);
        }
    }

    private void ReturnTo(int count)
    {
        for (; _installed.Count > count; _installed.RemoveAt(_installed.Count - 1))
        {
            var package = _installed[^1];
            _isInstalled[package] = false;
            _ = _groups.Remove(universe.GroupOf(package));
        }
    }
}
