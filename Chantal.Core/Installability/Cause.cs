namespace Chantal.Installability;

/// <summary>Why a package has to be installed or must not be: a rule, or two packages that exclude each other.</summary>
/// <param name="First">The rule or the first package.</param>
/// <param name="Second">The second package; -1 for a rule, -2 for what is a fact once and for all: <paramref name="First"/> cannot be installed.</param>
internal readonly record struct Cause(int First, int Second)
{
    /// <summary>A decision: it has no cause.</summary>
    public static readonly Cause None = new(-1, -1);

    /// <summary>Whether there is one.</summary>
    public bool IsSome => First >= 0;

    /// <summary>Whether it is two packages that exclude each other.</summary>
    public bool IsPair => Second >= 0;

    /// <summary>Whether it is what is known of a package.</summary>
    public bool IsFact => Second == -2;

    /// <summary>A rule.</summary>
    public static Cause Rule(int rule) => new(rule, -1);

    /// <summary>Two packages that exclude each other.</summary>
    public static Cause Pair(int first, int second) => new(Math.Min(first, second), Math.Max(first, second));

    /// <summary>What is known of a package.</summary>
    public static Cause Fact(int package) => new(package, -2);
}
