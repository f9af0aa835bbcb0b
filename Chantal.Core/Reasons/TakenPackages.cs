using Chantal.Repositories;

namespace Chantal.Reasons;

/// <summary>What a plan takes, and what of it leads to what: the definition's own wishes first, then all that they need.</summary>
internal sealed class TakenPackages
{
    private readonly IReadOnlyList<SelectedVersion> _versions;
    private readonly List<int>[] _needs;

    /// <param name="versions">What the plan made of each version.</param>
    public TakenPackages(IReadOnlyList<SelectedVersion> versions)
    {
        _versions = versions;
        _needs = [.. versions.Select(_ => new List<int>(0))];
        for (var at = 0; at < versions.Count; at++)
        {
            foreach (var by in versions[at].IsTaken ? versions[at].NeededBy : [])
            {
                _needs[by].Add(at);
            }
        }
    }

    /// <summary>The shortest way from something that the definition asks for to a version that is taken, both included; alone if it asks for that itself.</summary>
    public IReadOnlyList<SelectedVersion> ChainTo(int version)
    {
        var from = new Dictionary<int, int> { [version] = version };
        var open = new Queue<int>([version]);
        while (open.TryDequeue(out var at))
        {
            if (IsWish(at))
            {
                var chain = new List<SelectedVersion> { _versions[at] };
                for (; from[at] != at; at = from[at])
                {
                    chain.Add(_versions[from[at]]);
                }

                return chain;
            }

            foreach (var by in _versions[at].NeededBy.Where(by => _versions[by].IsTaken && from.TryAdd(by, at)))
            {
                open.Enqueue(by);
            }
        }

        return [_versions[version]];
    }

    /// <summary>What would not be taken without some versions: everything to which no other way leads.</summary>
    public IReadOnlyList<SelectedVersion> OnlyFor(IReadOnlySet<int> versions)
    {
        var reached = Enumerable.Range(0, _versions.Count).Where(at => IsWish(at) && !versions.Contains(at)).ToHashSet();
        var open = new Queue<int>(reached);
        while (open.TryDequeue(out var at))
        {
            foreach (var needed in _needs[at].Where(n => !versions.Contains(n) && reached.Add(n)))
            {
                open.Enqueue(needed);
            }
        }

        return [.. Enumerable.Range(0, _versions.Count).Where(at => _versions[at].IsTaken && !versions.Contains(at) && !reached.Contains(at)).Select(at => _versions[at])];
    }

    private bool IsWish(int at) => _versions[at].IsTaken && _versions[at].Cause != SelectionCause.Needed;
}
