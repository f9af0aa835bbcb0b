using Chantal.Apt.Packages;
using Chantal.Apt.Rewriting;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>
/// What hosts have before and after they take what is taken: the newest version of each package. A package of theirs that no longer goes with the others comes along in
/// a newer version, or the taking fails.
/// </summary>
/// <param name="packages">The packages.</param>
/// <param name="search">Finds what satisfies a relation.</param>
/// <param name="before">The newest of the base.</param>
internal sealed class TakenHosts(TakenTable packages, CandidateSearch search, Dictionary<(string Name, string Architecture), int> before)
{
    private readonly PackageTable _table = packages.Table;
    private readonly HashSet<int> _before = [.. before.Values];
    private Dictionary<(string Name, string Architecture), int> _new = [];
    private HashSet<int> _replaced = [];
    private HashSet<UInt128> _touched = [];
    private HashSet<int> _shapes = [];

    /// <summary>Takes what has to come along; says whether there was anything.</summary>
    public bool SelectFollowers()
    {
        _new = packages.NewestOf(packages.Taken).Where(t => !before.TryGetValue(t.Key, out var own) || packages.CompareVersions(own, t.Value) < 0).ToDictionary();
        _replaced = [.. _new.Keys.Where(before.ContainsKey).Select(k => before[k])];
        List<byte[]> names = [.. _replaced.Concat(_new.Values).SelectMany(NamesOf)];
        _touched = [.. names.Select(n => NameKey.Of(n))];
        _shapes = [.. names.Select(n => ShapeOf(n))];
        var any = false;
        foreach (var (key, row) in before.Where(b => !_replaced.Contains(b.Value)))
        {
            any |= SelectLeftBehind(key, row) || SelectConflicting(key, row);
        }

        // What came along for one reason may do for another one.
        return any || _new.Values.Any(SelectBroken);
    }

    private bool IsAfter(int row) => (_before.Contains(row) && !_replaced.Contains(row)) || IsNew(row);

    private bool IsNew(int row) => packages.IsTaken(row) && _new.GetValueOrDefault(packages.KeyOf(row), -1) == row;

    // What it needs was there and is not any more.
    private bool SelectLeftBehind((string Name, string Architecture) key, int row)
    {
        if (!Touches(row, PackageFields.Depends) && !Touches(row, PackageFields.PreDepends))
        {
            return false;
        }

        foreach (var (alternatives, architecture) in NeedsOf(row))
        {
            if (IsMet(alternatives, architecture, _before.Contains) && !IsMet(alternatives, architecture, IsAfter))
            {
                var lost = alternatives.SelectMany(r => search.Satisfying(r, architecture)).First(c => _replaced.Contains(c.Row)).Row;
                var by = _new[packages.KeyOf(lost)];
                return Bring(key, row, by, f => NeedsOf(f).All(n => IsMet(n.Alternatives, n.Architecture, r => IsAfter(r) || !packages.IsThere(r)) || !n.Alternatives.Any(IsTouched)))
                    ? true : throw TakeDiagnostics.LeftBehind(packages.Show(by), packages.Show(row), string.Join(" | ", alternatives), packages.PathTo(by));
            }
        }

        return false;
    }

    // It cannot be installed together with what is new, and says so itself.
    private bool SelectConflicting((string Name, string Architecture) key, int row)
    {
        if (!Touches(row, PackageFields.Breaks) && !Touches(row, PackageFields.Conflicts))
        {
            return false;
        }

        foreach (var (relation, architecture) in ConflictsOf(row))
        {
            foreach (var by in search.Satisfying(relation, architecture).Select(c => c.Row).Where(r => IsNew(r) && Matters(r, row) && !Provides(row, relation)))
            {
                if (before.TryGetValue(packages.KeyOf(by), out var own) && search.Satisfying(relation, architecture).Any(c => c.Row == own))
                {
                    continue;
                }

                return Bring(key, row, by, f => !ConflictsOf(f).Any(c => search.Satisfying(c.Relation, c.Architecture).Any(s => s.Row == by)))
                    ? true : throw TakeDiagnostics.Conflicts(packages.Show(by), packages.Show(row), relation.ToString(), packages.PathTo(by));
            }
        }

        return false;
    }

    // What is new cannot be installed together with it.
    private bool SelectBroken(int by)
    {
        foreach (var (relation, architecture) in ConflictsOf(by))
        {
            foreach (var row in search.Satisfying(relation, architecture).Select(c => c.Row).Where(r => IsAfter(r) && !IsNew(r) && Matters(by, r) && !Provides(by, relation)).ToList())
            {
                if (before.TryGetValue(packages.KeyOf(by), out var own) && ConflictsOf(own).Any(c => search.Satisfying(c.Relation, c.Architecture).Any(s => s.Row == row)))
                {
                    continue;
                }

                return Bring(packages.KeyOf(row), row, by, f => !search.Satisfying(relation, architecture).Any(c => c.Row == f))
                    ? true : throw TakeDiagnostics.Conflicts(packages.Show(by), packages.Show(row), relation.ToString(), packages.PathTo(by));
            }
        }

        return false;
    }

    // What is new to all hosts, and named, is for those that want it.
    private bool Matters(int by, int row) => packages.NameOf(by) != packages.NameOf(row) && (before.ContainsKey(packages.KeyOf(by)) || !packages.IsNamed(by));

    // Of packages that provide the same, and conflict with it, a host has one (Debian Policy §7.6.2).
    private bool Provides(int row, Relation relation) =>
        RelationParser.Parse(_table.Field(row, PackageFields.Provides)).Any(p => p[0].Name.AsSpan().SequenceEqual(relation.Name));

    private bool Bring((string Name, string Architecture) key, int left, int by, Func<int, bool> fits)
    {
        List<int> followers = [.. packages.Offered.Where(r => !packages.IsTaken(r) && packages.CompareVersions(r, left) > 0 && packages.KeyOf(r) == key && fits(r))];
        return followers.Count > 0 && packages.Take(followers.Aggregate((a, b) => packages.CompareVersions(a, b) <= 0 ? a : b), by);
    }

    private bool IsMet(IReadOnlyList<Relation> alternatives, string architecture, Func<int, bool> isThere) =>
        alternatives.Any(r => search.Satisfying(r, architecture).Any(c => isThere(c.Row)));

    private IEnumerable<(IReadOnlyList<Relation> Alternatives, string Architecture)> NeedsOf(int row) =>
        from architecture in search.ArchitecturesOf(row)
        from clause in RelationParser.Parse(_table.Field(row, PackageFields.PreDepends)).Concat(RelationParser.Parse(_table.Field(row, PackageFields.Depends)))
        let alternatives = clause.Where(r => r.AppliesTo(architecture)).ToList()
        where alternatives.Count > 0
        select ((IReadOnlyList<Relation>)alternatives, architecture);

    private IEnumerable<(Relation Relation, string Architecture)> ConflictsOf(int row) =>
        from architecture in search.ArchitecturesOf(row)
        from clause in RelationParser.Parse(_table.Field(row, PackageFields.Breaks)).Concat(RelationParser.Parse(_table.Field(row, PackageFields.Conflicts)))
        from relation in clause
        where relation.AppliesTo(architecture)
        select (relation, architecture);

    private IEnumerable<byte[]> NamesOf(int row) =>
        RelationParser.Parse(_table.Field(row, PackageFields.Provides)).Select(p => p[0].Name).Append(_table.Field(row, PackageFields.Package).ToArray());

    // Length and last letter tell most names from those that are touched, and cost less than a key of each.
    private static int ShapeOf(ReadOnlySpan<byte> name) => name.IsEmpty ? 0 : (name.Length << 8) | name[^1];

    private bool IsTouched(Relation relation) => _touched.Contains(NameKey.Of(relation.Name));

    // Most packages have nothing to do with what is taken, and their relations need not be read.
    private bool Touches(int row, int field)
    {
        var text = _table.Field(row, field);
        foreach (var range in text.SplitAny(",|"u8))
        {
            if (RelationParser.NameOf(text[range].TrimStart(" \t\n"u8)) is { IsEmpty: false } name && _shapes.Contains(ShapeOf(name)) && _touched.Contains(NameKey.Of(name)))
            {
                return true;
            }
        }

        return false;
    }
}
