using System.Text;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;

namespace Chantal.Apt;

/// <summary>A package as one architecture's clients see it: one of <c>all</c> is a candidate for each architecture.</summary>
/// <param name="Row">Its row in the <see cref="PackageTable"/>.</param>
/// <param name="Architecture">The architecture for which it is, and its dependencies are, installed.</param>
internal readonly record struct Candidate(int Row, string Architecture);

/// <summary>Finds the packages that satisfy a relation on an architecture.</summary>
internal sealed class CandidateSearch
{
    private readonly PackageTable _table;
    private readonly PackageLookup _lookup;
    private readonly List<string> _architectures;

    public CandidateSearch(PackageTable table)
    {
        _table = table;
        _lookup = new PackageLookup(table);
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < table.Count; row++)
        {
            found.Add(table.ScopeOf(row).Architecture);
        }

        _architectures = [.. found.Where(a => a != AptArchitecture.All).Order(StringComparer.Ordinal)];
        if (_architectures.Count == 0)
        {
            _architectures.Add(AptArchitecture.All);
        }
    }

    /// <summary>The architectures for which a package can be installed.</summary>
    public IReadOnlyList<string> ArchitecturesOf(int row) =>
        _table.ScopeOf(row).Architecture is var own && own == AptArchitecture.All ? _architectures : [own];

    /// <summary>The architectures of all packages, without <c>all</c> unless there is no other.</summary>
    public IReadOnlyList<string> Architectures => _architectures;

    /// <summary>Everything that satisfies a relation on an architecture.</summary>
    public IEnumerable<Candidate> Satisfying(Relation relation, string architecture) => Real(relation, architecture).Concat(Virtual(relation, architecture));

    /// <summary>Order of two packages' versions.</summary>
    public int CompareVersions(int left, int right) =>
        DebianVersion.Compare(_table.Field(left, PackageFields.Version), _table.Field(right, PackageFields.Version));

    /// <summary>
    /// What apt would take if nothing were installed: the newest package of the name, else of those that provide it the one
    /// of the highest priority, then the first by name, then the newest; of the own architecture before any other's.
    /// </summary>
    public Candidate? Best(Relation relation, string architecture, Func<Candidate, bool> allowed) =>
        Newest(Real(relation, architecture).Where(allowed), architecture) ?? Preferred(Virtual(relation, architecture).Where(allowed), architecture);

    private IEnumerable<Candidate> Real(Relation relation, string architecture) =>
        from row in _lookup.Named(relation.Name)
        where relation.Accepts(_table.Field(row, PackageFields.Version))
        from candidate in On(row, relation, architecture)
        select candidate;

    private IEnumerable<Candidate> Virtual(Relation relation, string architecture) =>
        from row in _lookup.Providing(relation)
        from candidate in On(row, relation, architecture)
        select candidate;

    // Multi-Arch (Debian's specification of it): 'foreign' satisfies any architecture's dependency, 'allowed' one with ':any'.
    private IEnumerable<Candidate> On(int row, Relation relation, string architecture)
    {
        var own = _table.ScopeOf(row).Architecture;
        var wanted = relation.Qualifier is null or "any" or "native" ? architecture : relation.Qualifier;
        if (own == wanted || (own == AptArchitecture.All && _architectures.Contains(wanted)))
        {
            yield return new Candidate(row, wanted);
        }
        else if (own != AptArchitecture.All && relation.Qualifier is null or "any")
        {
            var multiArch = _table.Field(row, PackageFields.MultiArch);
            if (Ascii.EqualsIgnoreCase(multiArch, "foreign"u8) || (relation.Qualifier == "any" && Ascii.EqualsIgnoreCase(multiArch, "allowed"u8)))
            {
                yield return new Candidate(row, own);
            }
        }
    }

    private Candidate? Newest(IEnumerable<Candidate> candidates, string architecture)
    {
        Candidate? best = null;
        foreach (var candidate in candidates)
        {
            if (best is not { } other || Order(candidate, other, architecture) is var order && (order < 0 || (order == 0 && CompareVersions(candidate.Row, other.Row) > 0)))
            {
                best = candidate;
            }
        }

        return best;
    }

    private Candidate? Preferred(IEnumerable<Candidate> candidates, string architecture)
    {
        Candidate? best = null;
        foreach (var candidate in candidates)
        {
            if (best is not { } other || IsPreferred(candidate, other, architecture))
            {
                best = candidate;
            }
        }

        return best;
    }

    private bool IsPreferred(Candidate candidate, Candidate other, string architecture)
    {
        var order = Order(candidate, other, architecture);
        order = order != 0 ? order : PriorityOf(candidate.Row).CompareTo(PriorityOf(other.Row));
        order = order != 0 ? order : _table.Field(candidate.Row, PackageFields.Package).SequenceCompareTo(_table.Field(other.Row, PackageFields.Package));
        return order < 0 || (order == 0 && CompareVersions(candidate.Row, other.Row) > 0);
    }

    // The own architecture before any other.
    private static int Order(Candidate candidate, Candidate other, string architecture) =>
        (candidate.Architecture != architecture).CompareTo(other.Architecture != architecture);

    // Debian Policy §2.5.
    private int PriorityOf(int row) => Encoding.ASCII.GetString(_table.Field(row, PackageFields.Priority)) switch
    {
        "required" => 0,
        "important" => 1,
        "standard" => 2,
        "optional" => 3,
        _ => 4,
    };
}
