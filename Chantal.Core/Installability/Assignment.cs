namespace Chantal.Installability;

/// <summary>Which packages a search has installed or ruled out so far, in the order in which it did, and why.</summary>
internal sealed class Assignment
{
    private readonly sbyte[] _values;
    private readonly int[] _levels;
    private readonly Cause[] _causes;
    private readonly int[] _trail;
    private readonly List<int> _starts = [];

    /// <param name="packages">How many packages there are.</param>
    public Assignment(int packages) =>
        (_values, _levels, _causes, _trail) = (new sbyte[packages], new int[packages], new Cause[packages], new int[packages]);

    /// <summary>How many decisions are in force. What is assigned without one is true for good.</summary>
    public int Level => _starts.Count;

    /// <summary>How many packages are assigned.</summary>
    public int Count { get; private set; }

    /// <summary>The literal that was assigned as the n-th.</summary>
    public int this[int index] => _trail[index];

    /// <summary>Whether a literal holds.</summary>
    public bool IsTrue(int literal) => Value(literal) > 0;

    /// <summary>Whether a literal's opposite holds.</summary>
    public bool IsFalse(int literal) => Value(literal) < 0;

    /// <summary>Number of the decision that assigned a package.</summary>
    public int LevelOf(int package) => _levels[package];

    /// <summary>Why a package is assigned.</summary>
    public Cause CauseOf(int package) => _causes[package];

    /// <summary>Makes a literal true.</summary>
    public void Assign(int literal, Cause cause)
    {
        var package = Universe.PackageOf(literal);
        _values[package] = Universe.IsIn(literal) ? (sbyte)1 : (sbyte)-1;
        _levels[package] = Level;
        _causes[package] = cause;
        _trail[Count++] = literal;
    }

    /// <summary>Installs a package to see where it leads.</summary>
    public void Decide(int package)
    {
        _starts.Add(Count);
        Assign(Universe.In(package), Cause.None);
    }

    /// <summary>Takes back every decision after the first <paramref name="level"/>, with what followed from them.</summary>
    public void ReturnTo(int level)
    {
        if (level >= Level)
        {
            return;
        }

        for (var start = _starts[level]; Count > start;)
        {
            _values[Universe.PackageOf(_trail[--Count])] = 0;
        }

        _starts.RemoveRange(level, Level - level);
    }

    private int Value(int literal) => Universe.IsIn(literal) ? _values[literal >> 1] : -_values[literal >> 1];
}
