using System.Text;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;

namespace Chantal.Apt.Solving;

/// <summary>A machine that installs packages: its architecture, and others of which it takes packages too (<c>dpkg --add-architecture</c>).</summary>
/// <param name="Architecture">The machine's own architecture, to which packages of <c>all</c> count.</param>
/// <param name="Foreign">The others.</param>
/// <param name="HasEssentials">Whether the essential packages of the indices are installed on it.</param>
internal sealed record AptMachine(string Architecture, IReadOnlyList<string> Foreign, bool HasEssentials = false)
{
    private readonly byte[] _own = Encoding.UTF8.GetBytes(Architecture);
    private readonly (byte[] Bytes, string Name)[] _foreign = [.. Foreign.Select(f => (Encoding.UTF8.GetBytes(f), f))];

    /// <summary>The architecture that a package counts to; null: the machine cannot use it.</summary>
    public string? ArchitectureOf(PackageTable table, int row)
    {
        var stated = table.Field(row, PackageFields.Architecture);
        if (stated.SequenceEqual(_own) || stated.SequenceEqual("all"u8))
        {
            return Architecture;
        }

        foreach (var (bytes, name) in _foreign)
        {
            if (stated.SequenceEqual(bytes))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Whether a package, whose name and version do, meets a relation of a package of an architecture, as dpkg sees it.</summary>
    public bool Satisfies(PackageTable table, int row, Relation relation, string architecture) => relation.Qualifier switch
    {
        null => ArchitectureOf(table, row) == architecture || IsMultiArch(table, row, "foreign"u8),
        "any" => IsMultiArch(table, row, "allowed"u8),
        "native" => ArchitectureOf(table, row) == Architecture,
        AptArchitecture.All => ArchitectureOf(table, row) == Architecture,
        var other => ArchitectureOf(table, row) == other,
    };

    /// <summary>Whether a conflict is with packages of an architecture: without a word of one, it is with all.</summary>
    public bool IsHit(PackageTable table, int row, Relation relation) =>
        relation.Qualifier is null or "any" || ArchitectureOf(table, row) == (relation.Qualifier is "native" or AptArchitecture.All ? Architecture : relation.Qualifier);

    /// <summary>Whether two packages of one name can be installed together.</summary>
    public bool GoTogether(PackageTable table, int left, int right) =>
        IsMultiArch(table, left, "same"u8) && IsMultiArch(table, right, "same"u8)
        && ArchitectureOf(table, left) != ArchitectureOf(table, right)
        && table.Field(left, PackageFields.Version).SequenceEqual(table.Field(right, PackageFields.Version));

    /// <summary>Whether a package says this of <c>Multi-Arch</c>.</summary>
    public static bool IsMultiArch(PackageTable table, int row, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(table.Field(row, PackageFields.MultiArch), word);
}
