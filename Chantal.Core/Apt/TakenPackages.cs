using System.Text;
using Chantal.Apt.Packages;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>
/// Chooses what is taken: the newest of the packages that are named, by their own name or their source's, and those that fix an advisory; what these need and the base does
/// not have; other architectures' of what has to be in one version everywhere; and those that would be left behind by a version that is replaced.
/// </summary>
internal sealed class TakenPackages(string mirror, TakenTable packages, TakeRequest request, IReadOnlyList<Advisory> advisories)
{
    private readonly PackageTable _table = packages.Table;
    private readonly CandidateSearch _search = new(packages.Table);
    private readonly HashSet<Candidate> _followed = [];
    private readonly HashSet<(Candidate Candidate, string Relation, string Name)> _unmet = [];

    /// <summary>Takes the packages.</summary>
    public void Select()
    {
        var held = packages.NewestOf(packages.Held);
        SelectNamed(held);
        SelectFixes(held);
        if (!packages.Taken.Any())
        {
            return;
        }

        var hosts = new TakenHosts(packages, _search, held);
        do
        {
            while (SelectSiblings(held) | Follow())
            {
            }

            RequireSatisfied();
        }
        while (hosts.SelectFollowers());
    }

    // Of each package the newest that fits, unless that is older than what the base has.
    private void SelectNamed(Dictionary<(string Name, string Architecture), int> held)
    {
        var sources = packages.Offered.Where(IsNamedBySource).Select(SourceOf).ToHashSet(StringComparer.Ordinal);
        var heldSources = sources.Count == 0 ? sources : packages.Held.Select(SourceOf).Where(sources.Contains).ToHashSet(StringComparer.Ordinal);
        foreach (var versions in packages.Offered.Where(IsWanted).GroupBy(packages.KeyOf))
        {
            TakeNewer(packages.NewestOf(versions).Values.Single(), held);
        }

        // A source's name means those of its packages that the base has, or all of them if it has none.
        bool IsWanted(int row) => request.Names(_table.Field(row, PackageFields.Package), _table.Field(row, PackageFields.Version), _table.Field(row, PackageFields.Architecture))
            || (IsNamedBySource(row) && (held.ContainsKey(packages.KeyOf(row)) || !heldSources.Contains(SourceOf(row))));
    }

    private void SelectFixes(Dictionary<(string Name, string Architecture), int> held)
    {
        List<Advisory> asked = [.. advisories.Where(a => request.Names(a) | request.Passes(a))];
        if (asked.Count == 0)
        {
            return;
        }

        var ofSource = packages.Offered.ToLookup(SourceOf, StringComparer.Ordinal);
        foreach (var fix in asked.SelectMany(a => a.Packages))
        {
            foreach (var versions in ofSource[fix.Name].Where(r => Fixes(r, fix.Version)).GroupBy(packages.KeyOf))
            {
                // The state may have a newer one only, which fixes it too.
                if (held.TryGetValue(versions.Key, out var own) && !Fixes(own, fix.Version))
                {
                    TakeNewer(versions.Aggregate((a, b) => packages.CompareVersions(a, b) <= 0 ? a : b), held);
                }
            }
        }

        bool Fixes(int row, string version) =>
            DebianVersion.Compare(SourceName.VersionOf(_table.Field(row, PackageFields.Source), _table.Field(row, PackageFields.Version)), Encoding.UTF8.GetBytes(version)) >= 0;
    }

    private void TakeNewer(int row, Dictionary<(string Name, string Architecture), int> held)
    {
        if (!held.TryGetValue(packages.KeyOf(row), out var own) || packages.CompareVersions(own, row) < 0)
        {
            packages.Take(row, null);
        }
    }

    private bool IsNamedBySource(int row) => _table.Field(row, PackageFields.Source) is { IsEmpty: false } source
        && request.Names(SourceName.Of(source, []), SourceName.VersionOf(source, _table.Field(row, PackageFields.Version)), _table.Field(row, PackageFields.Architecture));

    private string SourceOf(int row) => Encoding.UTF8.GetString(SourceName.Of(_table.Field(row, PackageFields.Source), _table.Field(row, PackageFields.Package)));

    // dpkg installs such a package for several architectures only in one and the same version (Debian's specification of Multi-Arch).
    private bool SelectSiblings(Dictionary<(string Name, string Architecture), int> held)
    {
        var same = packages.Taken.Where(r => Ascii.EqualsIgnoreCase(_table.Field(r, PackageFields.MultiArch), "same"u8)).ToDictionary(r => packages.KeyOf(r), r => r);
        var any = false;
        foreach (var row in same.Count == 0 ? [] : packages.Offered.Where(r => !packages.IsTaken(r) && held.ContainsKey(packages.KeyOf(r))).ToList())
        {
            var name = packages.NameOf(row);
            if (same.Where(s => s.Key.Name == name && packages.CompareVersions(s.Value, row) == 0).Select(s => (int?)s.Value).FirstOrDefault() is { } sibling)
            {
                any |= packages.Take(row, sibling);
            }
        }

        return any;
    }

    // Pre-Depends and Depends, for each architecture by itself: what the base has is enough, and the rest is what apt would take.
    private bool Follow()
    {
        var open = packages.Taken.SelectMany(r => _search.ArchitecturesOf(r).Select(a => new Candidate(r, a))).Where(_followed.Add).ToList();
        foreach (var candidate in open)
        {
            foreach (var alternatives in ClausesOf(candidate))
            {
                if (alternatives.Any(r => _search.Best(r, candidate.Architecture, c => packages.IsThere(c.Row)) is not null))
                {
                    continue;
                }

                if (alternatives.Select(r => _search.Best(r, candidate.Architecture, _ => true)).FirstOrDefault(b => b is not null) is { } best)
                {
                    packages.Take(best.Row, candidate.Row);
                }
                else
                {
                    _unmet.Add((candidate, string.Join(" | ", alternatives), string.Join('\n', alternatives.Select(r => Encoding.UTF8.GetString(r.Name)))));
                }
            }
        }

        return open.Count > 0;
    }

    private IEnumerable<IReadOnlyList<Relation>> ClausesOf(Candidate candidate) =>
        RelationParser.Parse(_table.Field(candidate.Row, PackageFields.PreDepends)).Concat(RelationParser.Parse(_table.Field(candidate.Row, PackageFields.Depends)))
            .Select(clause => (IReadOnlyList<Relation>)[.. clause.Where(r => r.AppliesTo(candidate.Architecture))]).Where(clause => clause.Count > 0);

    // What packages of the base need as well and do not find there comes from another repository, as it does for them. A package for all architectures need not be
    // installable on each of them.
    private void RequireSatisfied()
    {
        var unmet = _unmet.Where(u => !(_table.ScopeOf(u.Candidate.Row).Architecture == Release.AptArchitecture.All && IsMetElsewhere(u.Candidate, u.Relation))).ToList();
        if (unmet.Count == 0)
        {
            return;
        }

        var elsewhere = packages.Held.SelectMany(NeededBy).ToHashSet(StringComparer.Ordinal);
        var missing = unmet.Where(u => !u.Name.Split('\n').Any(n => elsewhere.Contains(n) && !IsKnown(n))).ToList();
        if (missing.Count > 0)
        {
            throw TakeDiagnostics.Unsatisfied(mirror, [.. missing.Select(m => $"{packages.PathTo(m.Candidate.Row)} -> {m.Relation}, for {m.Candidate.Architecture}").Distinct()]);
        }
    }

    private bool IsMetElsewhere(Candidate candidate, string relation) =>
        _search.ArchitecturesOf(candidate.Row).Any(a => a != candidate.Architecture && !_unmet.Any(u => u.Candidate == candidate with { Architecture = a } && u.Relation == relation));

    private bool IsKnown(string name) => _search.Architectures.Any(a => _search.Best(new Relation { Name = Encoding.UTF8.GetBytes(name) }, a, _ => true) is not null);

    private IEnumerable<string> NeededBy(int row) => new[] { PackageFields.PreDepends, PackageFields.Depends }
        .SelectMany(f => RelationParser.Parse(_table.Field(row, f))).SelectMany(c => c).Select(r => Encoding.UTF8.GetString(r.Name));
}
