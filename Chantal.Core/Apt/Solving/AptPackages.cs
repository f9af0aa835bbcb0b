using System.Runtime.InteropServices;
using System.Text;
using Chantal.Apt.Packages;
using Chantal.Diagnostics;
using Chantal.Installability;

namespace Chantal.Apt.Solving;

/// <summary>The packages that a machine of certain architectures could install from some indices, as apt and dpkg judge them (Debian Policy §7).</summary>
internal sealed class AptPackages : IPackages
{
    private const int OriginBits = 16;

    private readonly PackageTable _table;
    private readonly AptMachine _machine;
    private readonly List<int> _rows;
    private readonly int[] _packageOf;

    /// <param name="table">The packages of the indices; with the fields of <see cref="PackageFields.WithConflicts"/>.</param>
    /// <param name="machine">The machine.</param>
    public AptPackages(PackageTable table, AptMachine machine)
    {
        (_table, _machine) = (table, machine);
        _rows = [.. Enumerable.Range(0, table.Count).Where(r => machine.ArchitectureOf(table, r) is not null)];
        _packageOf = new int[table.Count];
        Array.Fill(_packageOf, -1);
        for (var package = 0; package < _rows.Count; package++)
        {
            _packageOf[_rows[package]] = package;
        }

        Universe = new Universe(Build());
    }

    /// <inheritdoc/>
    public Universe Universe { get; }

    /// <summary>The packages of the indices.</summary>
    public PackageTable Table => _table;

    /// <summary>How many packages there are. Behind them a universe may have one that stands for the essential ones.</summary>
    public int Count => _rows.Count;

    /// <summary>The row of a package in the table.</summary>
    public int RowOf(int package) => _rows[package];

    /// <summary>The package of a row in the table, or -1: the machine cannot use it.</summary>
    public int PackageOf(int row) => _packageOf[row];

    /// <inheritdoc/>
    public string NameOf(int package)
    {
        if (package >= Count)
        {
            return "the essential packages";
        }

        var architecture = _machine.ArchitectureOf(_table, RowOf(package))!;
        var suffix = architecture == _machine.Architecture ? "" : $":{architecture}";
        return $"{Printable.Escape(Encoding.UTF8.GetString(Field(package, PackageFields.Package)))}{suffix} {Printable.Escape(Encoding.UTF8.GetString(Field(package, PackageFields.Version)))}";
    }

    /// <inheritdoc/>
    public string RelationOf(int package, int origin) => package >= Count
        ? "an essential package"
        : Printable.Escape(string.Join(" | ", RelationParser.Parse(Field(package, origin >> OriginBits))[origin & ((1 << OriginBits) - 1)]));

    /// <inheritdoc/>
    public bool Keeps(IReadOnlyCollection<int> installed, CancellationToken cancellation) =>
        new InstalledPackages(_table, _machine, installed.Where(p => p < Count).Select(RowOf)).KeepAll(cancellation);

    private ReadOnlySpan<byte> Field(int package, int field) => _table.Field(RowOf(package), field);

    private UniverseBuilder Build()
    {
        var (builder, lookup) = (new UniverseBuilder(), new PackageLookup(_table));
        for (var package = 0; package < Count; package++)
        {
            _ = builder.AddPackage();
        }

        var essentials = _machine.HasEssentials ? AddEssentials(builder) : -1;
        for (var package = 0; package < Count; package++)
        {
            AddNeeds(builder, lookup, package, PackageFields.PreDepends);
            AddNeeds(builder, lookup, package, PackageFields.Depends);
            AddConflicts(builder, lookup, package, PackageFields.Conflicts);
            AddConflicts(builder, lookup, package, PackageFields.Breaks);
            if (essentials >= 0)
            {
                builder.Require(package, [essentials], 0);
            }
        }

        foreach (var name in Enumerable.Range(0, Count).GroupBy(p => Encoding.UTF8.GetString(Field(p, PackageFields.Package)), StringComparer.Ordinal))
        {
            AddName(builder, [.. name]);
        }

        return builder;
    }

    // One version of a name can be installed; of several architectures at once if all are of the same version and say Multi-Arch: same.
    private void AddName(UniverseBuilder builder, int[] packages)
    {
        if (packages.Length > 1 && !packages.Any(p => AptMachine.IsMultiArch(_table, RowOf(p), "same"u8)))
        {
            builder.OneOf(packages);
            return;
        }

        for (var i = 0; i < packages.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!_machine.GoTogether(_table, RowOf(packages[i]), RowOf(packages[j])))
                {
                    builder.Exclude(packages[i], packages[j], UniverseBuilder.SameName);
                }
            }
        }
    }

    private int AddEssentials(UniverseBuilder builder)
    {
        var essentials = builder.AddPackage();
        var names = Enumerable.Range(0, Count).Where(p => Ascii.EqualsIgnoreCase(Field(p, PackageFields.Essential), "yes"u8))
            .GroupBy(p => Encoding.UTF8.GetString(Field(p, PackageFields.Package)), StringComparer.Ordinal);
        foreach (var name in names)
        {
            builder.Require(essentials, [.. name], 0);
        }

        return essentials;
    }

    private void AddNeeds(UniverseBuilder builder, PackageLookup lookup, int package, int field)
    {
        var number = 0;
        var found = new List<int>();
        foreach (var clause in RelationParser.Parse(Field(package, field)))
        {
            found.Clear();
            var applies = false;
            foreach (var relation in clause.Where(r => r.AppliesTo(_machine.Architecture)))
            {
                applies = true;
                AddSatisfying(lookup, relation, package, found);
            }

            if (applies)
            {
                builder.Require(package, CollectionsMarshal.AsSpan(found), Origin(field, number));
            }

            number++;
        }
    }

    // The best first: of the own architecture before others, real ones before those that provide the name, the newest first.
    private void AddSatisfying(PackageLookup lookup, Relation relation, int package, List<int> found)
    {
        var architecture = _machine.ArchitectureOf(_table, RowOf(package))!;
        var real = lookup.Named(relation.Name).Where(r => _packageOf[r] >= 0 && relation.Accepts(_table.Field(r, PackageFields.Version))).ToList();
        if (real.Count > 1)
        {
            real.Sort((a, b) => DebianVersion.Compare(_table.Field(b, PackageFields.Version), _table.Field(a, PackageFields.Version)) is var order && order != 0 ? order : a.CompareTo(b));
        }

        foreach (var row in real.Concat(lookup.Providing(relation).Where(r => _packageOf[r] >= 0)).Where(r => _machine.Satisfies(_table, r, relation, architecture)))
        {
            found.Add(_packageOf[row]);
        }
    }

    private void AddConflicts(UniverseBuilder builder, PackageLookup lookup, int package, int field)
    {
        var number = 0;
        foreach (var clause in RelationParser.Parse(Field(package, field)))
        {
            var relation = clause[0];
            if (relation.AppliesTo(_machine.Architecture))
            {
                var real = lookup.Named(relation.Name).Where(r => relation.Accepts(_table.Field(r, PackageFields.Version)));
                foreach (var row in real.Concat(lookup.Providing(relation)).Where(r => _packageOf[r] >= 0 && _machine.IsHit(_table, r, relation) && !IsOfName(r, package)))
                {
                    builder.Exclude(package, _packageOf[row], Origin(field, number));
                }
            }

            number++;
        }
    }

    // A package does not conflict with itself, whatever it provides, in any version and architecture.
    private bool IsOfName(int row, int package) => _table.Field(row, PackageFields.Package).SequenceEqual(Field(package, PackageFields.Package));

    private static int Origin(int field, int clause) => (field << OriginBits) | Math.Min(clause, (1 << OriginBits) - 1);
}
