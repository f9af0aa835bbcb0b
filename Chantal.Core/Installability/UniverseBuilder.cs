using System.Runtime.InteropServices;

namespace Chantal.Installability;

/// <summary>Collects packages and their rules.</summary>
internal sealed class UniverseBuilder
{
    /// <summary>The origin of what holds between packages of the same name without being a relation of either.</summary>
    public const int SameName = -1;

    /// <summary>How many packages there are.</summary>
    public int Count => GroupOf.Count;

    /// <summary>The literals of all rules, one after another.</summary>
    public List<int> Literals { get; } = [];

    /// <summary>Where each rule's literals end.</summary>
    public List<int> RuleEnds { get; } = [];

    /// <summary>Where each rule comes from.</summary>
    public List<int> Origins { get; } = [];

    /// <summary>What cannot be installed together.</summary>
    public List<(int By, int With, int Origin)> Conflicts { get; } = [];

    /// <summary>Each package's group.</summary>
    public List<int> GroupOf { get; } = [];

    /// <summary>The groups.</summary>
    public List<int[]> Groups { get; } = [];

    /// <summary>Adds a package.</summary>
    /// <returns>Its number; they count from 0.</returns>
    public int AddPackage()
    {
        GroupOf.Add(-1);
        return GroupOf.Count - 1;
    }

    /// <summary>Says that a package needs one of some packages.</summary>
    /// <param name="package">The package.</param>
    /// <param name="oneOf">What meets the need, best first; empty: nothing does.</param>
    /// <param name="origin">Which of the package's relations says so.</param>
    public void Require(int package, ReadOnlySpan<int> oneOf, int origin)
    {
        if (oneOf.Contains(package))
        {
            return;
        }

        var start = Literals.Count;
        Literals.Add(Universe.Out(package));
        foreach (var candidate in oneOf)
        {
            if (!CollectionsMarshal.AsSpan(Literals)[start..].Contains(Universe.In(candidate)))
            {
                Literals.Add(Universe.In(candidate));
            }
        }

        End(origin);
    }

    /// <summary>Says that two packages cannot be installed together. A package never conflicts with itself.</summary>
    /// <param name="by">The package whose relation says so.</param>
    /// <param name="with">The other one.</param>
    /// <param name="origin">The relation.</param>
    public void Exclude(int by, int with, int origin)
    {
        if (by != with)
        {
            Conflicts.Add((by, with, origin));
        }
    }

    /// <summary>Adds a rule of any shape; one that is always kept is left out.</summary>
    /// <param name="package">The package whose relation it is.</param>
    /// <param name="literals">Its literals, without the package's own negation.</param>
    /// <param name="origin">The relation.</param>
    public void AddRule(int package, ReadOnlySpan<int> literals, int origin)
    {
        var distinct = new List<int> { Universe.Out(package) };
        foreach (var literal in literals)
        {
            if (distinct.Contains(literal ^ 1))
            {
                return;
            }

            if (!distinct.Contains(literal))
            {
                distinct.Add(literal);
            }
        }

        Literals.AddRange(distinct);
        End(origin);
    }

    /// <summary>Says that one of some packages can be installed, and makes them a group. Each package belongs to one at most.</summary>
    public void OneOf(int[] packages)
    {
        foreach (var package in packages)
        {
            GroupOf[package] = Groups.Count;
        }

        Groups.Add(packages);
    }

    private void End(int origin)
    {
        RuleEnds.Add(Literals.Count);
        Origins.Add(origin);
    }
}
