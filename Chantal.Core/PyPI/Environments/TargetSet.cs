using System.Collections.Concurrent;
using System.Collections.Immutable;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Environments;

/// <summary>
/// The target environments of a mirror, of which any subset is a set of bits. Where a definition names none there is one
/// that takes every file.
/// </summary>
internal sealed class TargetSet
{
    /// <summary>Most environments: versions of Python times platforms.</summary>
    public const int MaxCount = 64;

    private readonly ImmutableArray<TargetEnvironment> _environments;
    private readonly ConcurrentDictionary<string, ulong> _pythons = new(StringComparer.Ordinal);

    /// <summary>A set of environments.</summary>
    public TargetSet(ImmutableArray<TargetEnvironment> environments)
    {
        _environments = environments.Length <= MaxCount ? environments : throw EnvironmentDiagnostics.TooMany(environments.Length, MaxCount);
        All = environments.Length is 0 or 1 ? 1 : ulong.MaxValue >> (64 - environments.Length);
    }

    /// <summary>Every environment.</summary>
    public ulong All { get; }

    /// <summary>Whether any environment is named.</summary>
    public bool IsNarrow => !_environments.IsEmpty;

    /// <summary>The bits of a set, one by one.</summary>
    public static IEnumerable<ulong> Each(ulong set)
    {
        for (; set != 0; set &= set - 1)
        {
            yield return set & (~set + 1);
        }
    }

    /// <summary>The environment of one bit, or null if none is named.</summary>
    public TargetEnvironment? this[ulong bit] => IsNarrow ? _environments[System.Numerics.BitOperations.TrailingZeroCount(bit)] : null;

    /// <summary>Where a file can be installed: its wheel's tags and its <c>requires-python</c> decide.</summary>
    /// <param name="name">What the file's name says, or null if that is nothing.</param>
    /// <param name="requiresPython">The specifier, or null; one that is not valid says nothing.</param>
    public ulong Accepting(DistributionName? name, string? requiresPython)
    {
        if (!IsNarrow)
        {
            return All;
        }

        var accepted = requiresPython is null ? All : _pythons.GetOrAdd(requiresPython, Pythons);
        return name switch
        {
            { Wheel: { } wheel } => Where(accepted, e => e.Accepts(wheel)),
            { Type: PackageType.Sdist } => accepted,

            // Installers of today take nothing else.
            _ => 0,
        };
    }

    /// <summary>Where a condition holds.</summary>
    /// <param name="within">The environments in question.</param>
    /// <param name="holds">The condition.</param>
    public ulong Where(ulong within, Func<TargetEnvironment, bool> holds) => !IsNarrow ? within :
        Each(within).Aggregate(0UL, (set, bit) => holds(this[bit]!) ? set | bit : set);

    /// <summary>The environments of a set by name.</summary>
    public string Describe(ulong set) => set == All ? "every environment" : string.Join(", ", Each(set).Select(b => this[b]));

    private ulong Pythons(string requiresPython) =>
        SpecifierSet.TryParse(requiresPython, out var specifiers) ? Where(All, e => e.Python.IsAcceptedBy(specifiers)) : All;
}
