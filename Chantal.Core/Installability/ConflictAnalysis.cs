namespace Chantal.Installability;

/// <summary>Learns from conflicts: which earlier decisions cannot stand together, and from which rules that follows.</summary>
/// <param name="clauses">The rules.</param>
/// <param name="assignment">The search.</param>
/// <param name="packages">How many packages there are.</param>
internal sealed class ConflictAnalysis(ClauseWatch clauses, Assignment assignment, int packages)
{
    private readonly bool[] _seen = new bool[packages];
    private readonly int[] _pair = new int[2];

    /// <summary>Follows a conflict back to the last package from which all of it on the present level follows (1-UIP).</summary>
    /// <returns>
    /// The rule to learn, whose first literal becomes true when all decisions after the level are taken back, and whose second is of that level; and its reasons.
    /// </returns>
    public (int[] Learned, int Level, Cause[] Reasons) Analyze(Cause conflict)
    {
        var learned = new List<int> { 0 };
        var reasons = new List<Cause>();
        var marked = new List<int>();
        var (open, at, cause) = (0, assignment.Count, conflict);
        int literal;
        do
        {
            reasons.Add(cause);
            foreach (var other in LiteralsOf(cause))
            {
                var package = Universe.PackageOf(other);
                if (!assignment.IsFalse(other) || _seen[package])
                {
                    continue;
                }

                _seen[package] = true;
                marked.Add(package);
                if (assignment.LevelOf(package) == 0)
                {
                    reasons.Add(Cause.Fact(package));
                }
                else if (assignment.LevelOf(package) == assignment.Level)
                {
                    open++;
                }
                else
                {
                    learned.Add(other);
                }
            }

            do
            {
                literal = assignment[--at];
            }
            while (!_seen[Universe.PackageOf(literal)] || assignment.LevelOf(Universe.PackageOf(literal)) != assignment.Level);

            cause = assignment.CauseOf(Universe.PackageOf(literal));
        }
        while (--open > 0);

        learned[0] = literal ^ 1;
        marked.ForEach(p => _seen[p] = false);
        return ([.. Ordered(learned, out var level)], level, [.. reasons]);
    }

    /// <summary>The universe's own rules and pairs from which it follows that a package cannot be installed.</summary>
    public IReadOnlyList<Cause> CoreOf(int package)
    {
        var core = new List<Cause>();
        var known = new HashSet<Cause>();
        var open = new Stack<Cause>([Cause.Fact(package)]);
        while (open.TryPop(out var cause))
        {
            if (!known.Add(cause))
            {
                continue;
            }

            if (cause.IsFact)
            {
                Push(assignment.CauseOf(cause.First));
                foreach (var literal in LiteralsOf(assignment.CauseOf(cause.First)))
                {
                    Push(Universe.PackageOf(literal) == cause.First ? Cause.None : Cause.Fact(Universe.PackageOf(literal)));
                }
            }
            else if (!cause.IsPair && clauses.ReasonsOf(cause.First) is { IsEmpty: false } reasons)
            {
                foreach (var reason in reasons)
                {
                    Push(reason);
                }
            }
            else
            {
                core.Add(cause);
            }
        }

        return core;

        void Push(Cause cause)
        {
            if (cause.IsSome)
            {
                open.Push(cause);
            }
        }
    }

    private ReadOnlySpan<int> LiteralsOf(Cause cause)
    {
        if (!cause.IsSome)
        {
            return [];
        }

        if (!cause.IsPair)
        {
            return clauses[cause.First];
        }

        (_pair[0], _pair[1]) = (Universe.Out(cause.First), Universe.Out(cause.Second));
        return _pair;
    }

    // The literal of the highest level but the first stands second: it is the next to be taken back.
    private List<int> Ordered(List<int> learned, out int level)
    {
        level = 0;
        for (var i = 1; i < learned.Count; i++)
        {
            if (assignment.LevelOf(Universe.PackageOf(learned[i])) is var other && other > level)
            {
                (level, learned[1], learned[i]) = (other, learned[i], learned[1]);
            }
        }

        return learned;
    }
}
