using System.Text;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>
/// The packages that named ones need: Depends and Pre-Depends, on request Recommends, all the way down, for each
/// architecture by itself; and the Essential packages, which are needed without being named (Debian Policy §3.8). Conflicts
/// are not weighed: a mirror holds every side of them.
/// </summary>
internal sealed class DependencyClosure
{
    private const int MaxWarnings = 50;

    private readonly PackageTable _table;
    private readonly CandidateSearch _search;
    private readonly AptDefinition _definition;
    private readonly PackagePatterns _excluded;
    private readonly ILog _log;
    private readonly Dictionary<Candidate, Candidate?> _selected = [];
    private readonly HashSet<(int Row, int By)> _needs = [];
    private readonly HashSet<int> _essential = [];
    private readonly Queue<Candidate> _queue = [];
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    public DependencyClosure(PackageTable table, AptDefinition definition, PackagePatterns excluded, ILog log)
    {
        _table = table;
        _search = new CandidateSearch(table);
        _definition = definition;
        _excluded = excluded;
        _log = log;
    }

    /// <summary>Which rows are needed by which others, each pair once.</summary>
    public IReadOnlyCollection<(int Row, int By)> Needs => _needs;

    /// <summary>The rows of packages that every host has.</summary>
    public IReadOnlySet<int> Essential => _essential;

    /// <summary>The rows of the table that are named or needed, in ascending order.</summary>
    /// <param name="named">The patterns of the packages that are named.</param>
    public IReadOnlyList<int> Resolve(NamePatterns named)
    {
        SelectNamed(named);
        foreach (var candidate in Essentials())
        {
            _essential.Add(candidate.Row);
            Select(candidate, null);
        }

        while (_queue.TryDequeue(out var candidate))
        {
            Follow(candidate, PackageFields.PreDepends, required: true);
            Follow(candidate, PackageFields.Depends, required: true);
            if (_definition.IncludeRecommends)
            {
                Follow(candidate, PackageFields.Recommends, required: false);
            }
        }

        if (_warned.Count > MaxWarnings)
        {
            _log.Warning(AptDiagnostics.MoreUnsatisfiable(_warned.Count - MaxWarnings));
        }

        return [.. _selected.Keys.Select(c => c.Row).Distinct().Order()];
    }

    private void SelectNamed(NamePatterns named)
    {
        for (var row = 0; row < _table.Count; row++)
        {
            var name = _table.Field(row, PackageFields.Package);
            if (named.IsMatch(name) && !IsExcluded(row))
            {
                foreach (var architecture in _search.ArchitecturesOf(row))
                {
                    Select(new Candidate(row, architecture), null);
                }
            }
        }
    }

    // The newest of each name and architecture.
    private IEnumerable<Candidate> Essentials()
    {
        var newest = new Dictionary<(string Name, string Architecture), int>();
        for (var row = 0; row < _table.Count; row++)
        {
            var name = _table.Field(row, PackageFields.Package);
            if (!Ascii.EqualsIgnoreCase(_table.Field(row, PackageFields.Essential), "yes"u8) || IsExcluded(row))
            {
                continue;
            }

            foreach (var architecture in _search.ArchitecturesOf(row))
            {
                var key = (Encoding.UTF8.GetString(name), architecture);
                if (!newest.TryGetValue(key, out var other) || _search.CompareVersions(row, other) > 0)
                {
                    newest[key] = row;
                }
            }
        }

        return newest.Select(n => new Candidate(n.Value, n.Key.Architecture)).OrderBy(c => c.Row);
    }

    private void Select(Candidate candidate, Candidate? neededBy)
    {
        if (_selected.TryAdd(candidate, neededBy))
        {
            _queue.Enqueue(candidate);
        }
    }

    private void Follow(Candidate candidate, int field, bool required)
    {
        foreach (var clause in RelationParser.Parse(_table.Field(candidate.Row, field)))
        {
            var alternatives = clause.Where(r => r.AppliesTo(candidate.Architecture)).ToList();
            if (alternatives.Count == 0)
            {
                continue;
            }

            if (Choose(alternatives, candidate.Architecture, c => !IsExcluded(c.Row)) is { } chosen)
            {
                _needs.Add((chosen.Row, candidate.Row));
                Select(chosen, candidate);
            }
            else
            {
                Report(candidate, alternatives, required);
            }
        }
    }

    // What apt takes on a machine that has nothing: the first alternative that there is, and the best that satisfies it. That
    // another one is selected already does not matter, since a client does not know what else the mirror holds.
    private Candidate? Choose(List<Relation> alternatives, string architecture, Func<Candidate, bool> allowed)
    {
        foreach (var relation in alternatives)
        {
            if (_search.Best(relation, architecture, allowed) is { } best)
            {
                return best;
            }
        }

        return null;
    }

    private void Report(Candidate candidate, List<Relation> alternatives, bool required)
    {
        var relation = string.Join(" | ", alternatives);
        if (!_warned.Add($"{relation} {candidate.Architecture}") || _warned.Count > MaxWarnings)
        {
            return;
        }

        var path = $"{PathTo(candidate)} -> {relation}, for {candidate.Architecture}";
        if (!required)
        {
            _log.Detail($"A recommended package is not available: {path}.");
        }
        else if (Choose(alternatives, candidate.Architecture, _ => true) is { } excluded)
        {
            _log.Warning(AptDiagnostics.DependencyExcluded(NameOf(excluded), path));
        }
        else
        {
            _log.Warning(AptDiagnostics.DependencyUnsatisfiable(path));
        }
    }

    private bool IsExcluded(int row) =>
        _excluded.IsMatch(_table.Field(row, PackageFields.Package), _table.Field(row, PackageFields.Version), _table.Field(row, PackageFields.Architecture));

    private string PathTo(Candidate candidate)
    {
        var names = new List<string>();
        for (Candidate? at = candidate; at is { } step; at = _selected[step])
        {
            names.Add(NameOf(step));
        }

        names.Reverse();
        return string.Join(" -> ", names);
    }

    private string NameOf(Candidate candidate) => Encoding.UTF8.GetString(_table.Field(candidate.Row, PackageFields.Package));
}
