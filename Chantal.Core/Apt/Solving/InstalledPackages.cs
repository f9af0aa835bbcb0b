using System.Text;
using Chantal.Apt.Packages;

namespace Chantal.Apt.Solving;

/// <summary>A set of packages as dpkg would have it installed, judged by its relations alone.</summary>
internal sealed class InstalledPackages
{
    private readonly PackageTable _table;
    private readonly AptMachine _machine;
    private readonly List<int> _rows;
    private readonly Dictionary<string, List<int>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Row, Relation Relation)>> _provided = new(StringComparer.Ordinal);

    /// <param name="table">The packages.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="rows">Those that are installed.</param>
    public InstalledPackages(PackageTable table, AptMachine machine, IEnumerable<int> rows)
    {
        (_table, _machine, _rows) = (table, machine, [.. rows]);
        foreach (var row in _rows)
        {
            Add(_byName, Name(row), row);
            foreach (var provided in Relations(row, PackageFields.Provides))
            {
                Add(_provided, Encoding.UTF8.GetString(provided[0].Name), (row, provided[0]));
            }
        }
    }

    /// <summary>Whether all that they ask is there, and nothing that they exclude.</summary>
    public bool KeepAll(CancellationToken cancellation)
    {
        foreach (var row in _rows)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsAlone(row) || !HasNeeds(row, PackageFields.PreDepends) || !HasNeeds(row, PackageFields.Depends) || HasConflict(row, PackageFields.Conflicts) || HasConflict(row, PackageFields.Breaks))
            {
                return false;
            }
        }

        return !_machine.HasEssentials || HasEssentials();
    }

    private bool HasEssentials()
    {
        for (var row = 0; row < _table.Count; row++)
        {
            if (Ascii.EqualsIgnoreCase(_table.Field(row, PackageFields.Essential), "yes"u8) && _machine.ArchitectureOf(_table, row) is not null && !_byName.ContainsKey(Name(row)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAlone(int row) => _byName[Name(row)].All(o => o == row || _machine.GoTogether(_table, o, row));

    private bool HasNeeds(int row, int field) =>
        Relations(row, field).All(c => c.Where(r => r.AppliesTo(_machine.Architecture)).ToList() is var alternatives && (alternatives.Count == 0 || alternatives.Any(r => IsMet(r, row))));

    private bool IsMet(Relation relation, int by) => Matching(relation).Any(r => _machine.Satisfies(_table, r, relation, _machine.ArchitectureOf(_table, by)!));

    private bool HasConflict(int row, int field) =>
        Relations(row, field).Select(c => c[0]).Any(r => r.AppliesTo(_machine.Architecture) && Matching(r).Any(o => Name(o) != Name(row) && _machine.IsHit(_table, o, r)));

    private IEnumerable<int> Matching(Relation relation)
    {
        var name = Encoding.UTF8.GetString(relation.Name);
        var real = _byName.GetValueOrDefault(name, []).Where(r => relation.Accepts(_table.Field(r, PackageFields.Version)));
        var provided = _provided.GetValueOrDefault(name, [])
            .Where(p => relation.Operator == VersionRelation.Any || (p.Relation.Operator == VersionRelation.Equal && relation.Accepts(p.Relation.Version))).Select(p => p.Row);
        return real.Concat(provided);
    }

    private IReadOnlyList<IReadOnlyList<Relation>> Relations(int row, int field) => RelationParser.Parse(_table.Field(row, field));

    private string Name(int row) => Encoding.UTF8.GetString(_table.Field(row, PackageFields.Package));

    private static void Add<T>(Dictionary<string, List<T>> to, string name, T item)
    {
        if (!to.TryGetValue(name, out var list))
        {
            to.Add(name, list = new(1));
        }

        list.Add(item);
    }
}
