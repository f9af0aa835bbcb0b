namespace Chantal.Installability;

/// <summary>What a search found.</summary>
internal enum Verdict
{
    /// <summary>There is a set of packages with it that keeps every rule.</summary>
    Installable,

    /// <summary>There cannot be one.</summary>
    NotInstallable,

    /// <summary>The search was given up before it came to an end. Nobody may take that for an answer.</summary>
    NotDecided,
}

/// <summary>
/// Decides whether a package can be installed: a search with learning from conflicts (CDCL). It decides only about what installed packages need, the best candidate
/// first, so that it costs as much as the packages that it installs. What it learned from one package serves the next. The same universe and questions give the same answers.
/// </summary>
internal sealed class Solver
{
    /// <summary>How many conflicts a search may run into by default.</summary>
    public const int DefaultMaxConflicts = 20_000;

    private readonly Universe _universe;
    private readonly ClauseWatch _clauses;
    private readonly Assignment _assignment;
    private readonly ConflictAnalysis _analysis;
    private readonly int _maxConflicts;
    private readonly List<int> _heads = [];
    private int _propagated;
    private int _head;

    /// <param name="universe">The packages.</param>
    /// <param name="maxConflicts">How many conflicts a search may run into.</param>
    public Solver(Universe universe, int maxConflicts = DefaultMaxConflicts)
    {
        (_universe, _maxConflicts) = (universe, maxConflicts);
        _clauses = new ClauseWatch(universe);
        _assignment = new Assignment(universe.Count);
        _analysis = new ConflictAnalysis(_clauses, _assignment, universe.Count);
        for (var rule = 0; rule < universe.RuleCount; rule++)
        {
            if (universe.Rule(rule) is [var only] && !_assignment.IsTrue(only))
            {
                _assignment.Assign(only, Cause.Rule(rule));
            }
        }

        _ = Propagate();
    }

    /// <summary>The packages of the last answer that was <see cref="Verdict.Installable"/>.</summary>
    public IReadOnlyList<int> Installed { get; private set; } = [];

    /// <summary>Whether it is known, without a search, that a package cannot be installed.</summary>
    public bool IsRuledOut(int package) => _assignment.IsFalse(Universe.In(package)) && _assignment.LevelOf(package) == 0;

    /// <summary>Decides about a package.</summary>
    public Verdict Solve(int package, CancellationToken cancellation)
    {
        Return(0);
        for (var conflicts = 0; ;)
        {
            if (Propagate() is { IsSome: true } conflict)
            {
                if (++conflicts > _maxConflicts)
                {
                    return Verdict.NotDecided;
                }

                cancellation.ThrowIfCancellationRequested();
                Learn(conflict);
            }
            else if (_assignment.Level == 0)
            {
                if (_assignment.IsFalse(Universe.In(package)))
                {
                    return Verdict.NotInstallable;
                }

                Decide(package);
            }
            else if (Next() is >= 0 and var next)
            {
                Decide(next);
            }
            else
            {
                Installed = [.. Enumerable.Range(0, _assignment.Count).Select(i => _assignment[i]).Where(Universe.IsIn).Select(Universe.PackageOf)];
                return Verdict.Installable;
            }
        }
    }

    /// <summary>From which of the universe's rules and pairs it follows that a package cannot be installed. Only after that was the answer.</summary>
    public IReadOnlyList<Cause> CoreOf(int package) => _analysis.CoreOf(package);

    private void Learn(Cause conflict)
    {
        var (learned, level, reasons) = _analysis.Analyze(conflict);
        Return(level);
        _assignment.Assign(learned[0], Cause.Rule(_clauses.Learn(learned, reasons)));
    }

    private void Decide(int package)
    {
        _heads.Add(_head);
        _assignment.Decide(package);
    }

    // What stood before the head when a decision was made is met by what was decided before it.
    private void Return(int level)
    {
        if (level < _assignment.Level)
        {
            _head = _heads[level];
            _heads.RemoveRange(level, _heads.Count - level);
            _assignment.ReturnTo(level);
            _propagated = _assignment.Count;
        }
    }

    private Cause Propagate()
    {
        while (_propagated < _assignment.Count)
        {
            var literal = _assignment[_propagated++];
            var conflict = Universe.IsIn(literal) ? PropagatePairs(Universe.PackageOf(literal)) : Cause.None;
            conflict = conflict.IsSome ? conflict : _clauses.Propagate(literal ^ 1, _assignment);
            if (conflict.IsSome)
            {
                return conflict;
            }
        }

        return Cause.None;
    }

    private Cause PropagatePairs(int package)
    {
        foreach (var conflict in _universe.ConflictsOf(package))
        {
            if (!RuleOut(conflict.With, package))
            {
                return Cause.Pair(package, conflict.With);
            }
        }

        if (_universe.GroupOf(package) is >= 0 and var group)
        {
            foreach (var other in _universe.Group(group))
            {
                if (other != package && !RuleOut(other, package))
                {
                    return Cause.Pair(package, other);
                }
            }
        }

        return Cause.None;
    }

    private bool RuleOut(int package, int by)
    {
        if (_assignment.IsTrue(Universe.In(package)))
        {
            return false;
        }

        if (!_assignment.IsFalse(Universe.In(package)))
        {
            _assignment.Assign(Universe.Out(package), Cause.Pair(by, package));
        }

        return true;
    }

    // The first package that would meet what an installed one needs and does not have yet. What is open counts as not installed.
    private int Next()
    {
        for (; _head < _assignment.Count; _head++)
        {
            if (!Universe.IsIn(_assignment[_head]))
            {
                continue;
            }

            foreach (var rule in _universe.RulesOf(Universe.PackageOf(_assignment[_head])))
            {
                if (CandidateFor(_universe.Rule(rule)) is >= 0 and var candidate)
                {
                    return candidate;
                }
            }
        }

        return -1;
    }

    private int CandidateFor(ReadOnlySpan<int> rule)
    {
        var candidate = -1;
        foreach (var literal in rule)
        {
            if (Universe.IsIn(literal) ? _assignment.IsTrue(literal) : !_assignment.IsFalse(literal))
            {
                return -1;
            }

            if (candidate < 0 && Universe.IsIn(literal) && !_assignment.IsFalse(literal))
            {
                candidate = Universe.PackageOf(literal);
            }
        }

        return candidate;
    }
}
