namespace Chantal.Apt.Packages;

/// <summary>
/// Finds packages by name, and by the names they provide, in two sorted arrays of hashes: eight bytes a name, and what a
/// hash finds is compared with the package's own words.
/// </summary>
internal sealed class PackageLookup
{
    private readonly PackageTable _table;
    private readonly (int Hash, int Row)[] _names;
    private readonly (int Hash, int Row)[] _provided;

    public PackageLookup(PackageTable table)
    {
        _table = table;
        var names = new (int, int)[table.Count];
        var provided = new List<(int, int)>();
        for (var row = 0; row < table.Count; row++)
        {
            names[row] = (Hash(table.Field(row, PackageFields.Package)), row);
            var provides = table.Field(row, PackageFields.Provides);
            foreach (var range in provides.Split((byte)','))
            {
                var name = RelationParser.NameOf(provides[range].TrimStart(" \t\n"u8));
                if (!name.IsEmpty)
                {
                    provided.Add((Hash(name), row));
                }
            }
        }

        Array.Sort(names);
        provided.Sort();
        _names = names;
        _provided = [.. provided.Distinct()];
    }

    /// <summary>The packages of a name, in the order in which they were listed.</summary>
    public IEnumerable<int> Named(byte[] name)
    {
        foreach (var row in Find(_names, name))
        {
            if (_table.Field(row, PackageFields.Package).SequenceEqual(name))
            {
                yield return row;
            }
        }
    }

    /// <summary>The packages that provide a name with a version that the relation accepts (Debian Policy §7.5).</summary>
    public IEnumerable<int> Providing(Relation relation)
    {
        foreach (var row in Find(_provided, relation.Name))
        {
            if (RelationParser.Parse(_table.Field(row, PackageFields.Provides)).Any(c => Provides(c[0], relation)))
            {
                yield return row;
            }
        }
    }

    // A provision without a version meets only a relation without one.
    private static bool Provides(Relation provided, Relation wanted) =>
        provided.Name.AsSpan().SequenceEqual(wanted.Name)
        && (wanted.Operator == VersionRelation.Any || (provided.Operator == VersionRelation.Equal && wanted.Accepts(provided.Version)));

    private static IEnumerable<int> Find((int Hash, int Row)[] entries, byte[] name)
    {
        var hash = Hash(name);
        int low = 0, high = entries.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = entries[middle].Hash < hash ? (middle + 1, high) : (low, middle);
        }

        for (; low < entries.Length && entries[low].Hash == hash; low++)
        {
            yield return entries[low].Row;
        }
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
