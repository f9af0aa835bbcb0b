namespace Chantal.Installability;

/// <summary>
/// The packages that a client could install, and what they ask of one another, as numbers: a package is its number, a rule is a list of literals of which one has to
/// hold. Every rule is about packages that are installed, so that nothing installed is always allowed: it has the negation of at least one.
/// </summary>
/// <remarks>A literal is twice the package's number if it has to be installed, and one more if it must not be.</remarks>
internal sealed class Universe
{
    private readonly int[] _literals;
    private readonly int[] _ruleEnds;
    private readonly int[] _origins;
    private readonly int[] _rulesOf;
    private readonly int[] _rulesOfEnds;
    private readonly Conflict[] _conflicts;
    private readonly int[] _conflictEnds;
    private readonly int[] _groupOf;
    private readonly int[][] _groups;

    /// <summary>The universe that a builder has collected.</summary>
    public Universe(UniverseBuilder builder)
    {
        Count = builder.Count;
        (_literals, _ruleEnds, _origins) = ([.. builder.Literals], [.. builder.RuleEnds], [.. builder.Origins]);
        (_groupOf, _groups) = ([.. builder.GroupOf], [.. builder.Groups]);
        (_rulesOf, _rulesOfEnds) = IndexRules();
        (_conflicts, _conflictEnds) = IndexConflicts(builder.Conflicts);
    }

    /// <summary>How many packages there are.</summary>
    public int Count { get; }

    /// <summary>How many rules there are.</summary>
    public int RuleCount => _ruleEnds.Length;

    /// <summary>The literals of a rule, those to try first in front.</summary>
    public ReadOnlySpan<int> Rule(int rule) => Part(_literals, _ruleEnds, rule);

    /// <summary>Which of its package's relations a rule comes from, as who built the universe counts them.</summary>
    public int OriginOf(int rule) => _origins[rule];

    /// <summary>The rules that a package has to keep when it is installed: those with its negation.</summary>
    public ReadOnlySpan<int> RulesOf(int package) => Part(_rulesOf, _rulesOfEnds, package);

    /// <summary>The packages that one cannot be installed together with, those of its group apart.</summary>
    public ReadOnlySpan<Conflict> ConflictsOf(int package) => Part(_conflicts, _conflictEnds, package);

    /// <summary>The group of a package, of which one can be installed: versions of the same name. -1 if it has none.</summary>
    public int GroupOf(int package) => _groupOf[package];

    /// <summary>The packages of a group.</summary>
    public ReadOnlySpan<int> Group(int group) => _groups[group];

    /// <summary>The literal for a package that is installed.</summary>
    public static int In(int package) => package << 1;

    /// <summary>The literal for a package that is not installed.</summary>
    public static int Out(int package) => (package << 1) | 1;

    /// <summary>Whether a literal is for a package that is installed.</summary>
    public static bool IsIn(int literal) => (literal & 1) == 0;

    /// <summary>The package of a literal.</summary>
    public static int PackageOf(int literal) => literal >> 1;

    private static ReadOnlySpan<T> Part<T>(T[] all, int[] ends, int index)
    {
        var start = index == 0 ? 0 : ends[index - 1];
        return all.AsSpan(start, ends[index] - start);
    }

    private (int[] Rules, int[] Ends) IndexRules()
    {
        var ends = new int[Count];
        foreach (var literal in _literals)
        {
            ends[PackageOf(literal)] += IsIn(literal) ? 0 : 1;
        }

        var rules = new int[Accumulate(ends)];
        for (var rule = RuleCount - 1; rule >= 0; rule--)
        {
            foreach (var literal in Rule(rule))
            {
                if (!IsIn(literal))
                {
                    rules[--ends[PackageOf(literal)]] = rule;
                }
            }
        }

        return (rules, Shifted(ends, rules.Length));
    }

    private (Conflict[] Conflicts, int[] Ends) IndexConflicts(List<(int By, int With, int Origin)> stated)
    {
        var ends = new int[Count];
        foreach (var (by, with, _) in stated)
        {
            ends[by]++;
            ends[with]++;
        }

        var conflicts = new Conflict[Accumulate(ends)];
        for (var i = stated.Count - 1; i >= 0; i--)
        {
            var (by, with, origin) = stated[i];
            conflicts[--ends[by]] = new Conflict(with, origin, IsStatedByOther: false);
            conflicts[--ends[with]] = new Conflict(by, origin, IsStatedByOther: true);
        }

        return (conflicts, Shifted(ends, conflicts.Length));
    }

    // Of counts makes ends; filling from behind makes starts of these.
    private static int Accumulate(int[] counts)
    {
        var sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = sum += counts[i];
        }

        return sum;
    }

    private static int[] Shifted(int[] starts, int end)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = i + 1 < starts.Length ? starts[i + 1] : end;
        }

        return starts;
    }
}

/// <summary>A package that another one cannot be installed together with.</summary>
/// <param name="With">The package.</param>
/// <param name="Origin">Which relation says so.</param>
/// <param name="IsStatedByOther">Whether it is a relation of <paramref name="With"/>.</param>
internal readonly record struct Conflict(int With, int Origin, bool IsStatedByOther);
