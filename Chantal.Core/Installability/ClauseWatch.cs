using System.Runtime.InteropServices;

namespace Chantal.Installability;

/// <summary>
/// The rules of a universe and those that were learned, each watched at two of its literals: only when one of these becomes false does the rule have to be looked
/// at. A rule's watches are links of two lists, one a literal, as in libsolv.
/// </summary>
internal sealed class ClauseWatch
{
    private readonly Universe _universe;
    private readonly int[] _first;
    private readonly List<Watches> _watches = [];
    private readonly List<int[]> _learned = [];
    private readonly List<Cause[]> _reasons = [];

    private struct Watches(int left, int right, int nextLeft, int nextRight)
    {
        public int Left = left, Right = right, NextLeft = nextLeft, NextRight = nextRight;
    }

    /// <summary>Watches the rules of a universe.</summary>
    public ClauseWatch(Universe universe)
    {
        _universe = universe;
        _first = new int[universe.Count * 2];
        Array.Fill(_first, -1);
        for (var rule = 0; rule < universe.RuleCount; rule++)
        {
            Watch(universe.Rule(rule));
        }
    }

    /// <summary>How many rules were learned.</summary>
    public int LearnedCount => _learned.Count;

    /// <summary>A rule's literals.</summary>
    public ReadOnlySpan<int> this[int rule] => rule < _universe.RuleCount ? _universe.Rule(rule) : _learned[rule - _universe.RuleCount];

    /// <summary>What a rule was learned from; none: it is one of the universe's.</summary>
    public ReadOnlySpan<Cause> ReasonsOf(int rule) => rule < _universe.RuleCount ? [] : _reasons[rule - _universe.RuleCount];

    /// <summary>Adds a rule that follows from others.</summary>
    /// <param name="literals">The literals; the first two are watched.</param>
    /// <param name="reasons">From what it follows.</param>
    /// <returns>Its number.</returns>
    public int Learn(int[] literals, Cause[] reasons)
    {
        _learned.Add(literals);
        _reasons.Add(reasons);
        Watch(literals);
        return _watches.Count - 1;
    }

    /// <summary>Follows from a literal that became false: assigns what is the last way to keep a rule.</summary>
    /// <returns>The rule that cannot be kept, or no cause.</returns>
    public Cause Propagate(int falsified, Assignment assignment)
    {
        var watches = CollectionsMarshal.AsSpan(_watches);
        ref var link = ref _first[falsified];
        while (link >= 0)
        {
            var rule = link;
            ref var watch = ref watches[rule];
            var isLeft = watch.Left == falsified;
            var other = isLeft ? watch.Right : watch.Left;
            ref var next = ref (isLeft ? ref watch.NextLeft : ref watch.NextRight);
            if (assignment.IsTrue(other))
            {
                link = ref next;
            }
            else if (FindOther(rule, other, falsified, assignment) is var found && found >= 0)
            {
                (watch.Left, watch.Right) = isLeft ? (found, other) : (other, found);
                link = next;
                next = _first[found];
                _first[found] = rule;
            }
            else if (assignment.IsFalse(other))
            {
                return Cause.Rule(rule);
            }
            else
            {
                assignment.Assign(other, Cause.Rule(rule));
                link = ref next;
            }
        }

        return Cause.None;
    }

    private int FindOther(int rule, int other, int falsified, Assignment assignment)
    {
        foreach (var literal in this[rule])
        {
            if (literal != other && literal != falsified && !assignment.IsFalse(literal))
            {
                return literal;
            }
        }

        return -1;
    }

    // A rule with one literal is a fact, and needs no watch.
    private void Watch(ReadOnlySpan<int> literals)
    {
        if (literals.Length < 2)
        {
            _watches.Add(new Watches(-1, -1, -1, -1));
            return;
        }

        var rule = _watches.Count;
        _watches.Add(new Watches(literals[0], literals[1], _first[literals[0]], _first[literals[1]]));
        _first[literals[0]] = _first[literals[1]] = rule;
    }
}
