using System.Collections.Immutable;
using Chantal.PyPI.Distributions;

namespace Chantal.PyPI.Requirements;

/// <summary>Which projects are taken as wheels only, and which as sources only: pip's <c>--only-binary</c> and <c>--no-binary</c>.</summary>
internal sealed record RequirementFormats
{
    private const string All = ":all:";
    private const string None = ":none:";

    /// <summary>Nothing is narrowed.</summary>
    public static RequirementFormats Default { get; } = new();

    private ImmutableHashSet<string> Wheels { get; init; } = [];

    private ImmutableHashSet<string> Sources { get; init; } = [];

    /// <summary>Adds a value of <c>--only-binary</c>: names, <c>:all:</c>, <c>:none:</c>, separated by commas.</summary>
    public RequirementFormats OnlyWheels(string value)
    {
        var (wheels, sources) = Apply(value, Wheels, Sources);
        return new RequirementFormats { Wheels = wheels, Sources = sources };
    }

    /// <summary>Adds a value of <c>--no-binary</c>.</summary>
    public RequirementFormats OnlySources(string value)
    {
        var (sources, wheels) = Apply(value, Sources, Wheels);
        return new RequirementFormats { Wheels = wheels, Sources = sources };
    }

    /// <summary>Whether files of a kind are taken of a project. A name weighs more than <c>:all:</c>.</summary>
    /// <param name="name">The project's normal name.</param>
    /// <param name="type">The kind.</param>
    public bool Allows(string name, PackageType type) =>
        Wheels.Contains(name) ? type == PackageType.Wheel
        : Sources.Contains(name) ? type != PackageType.Wheel
        : Wheels.Contains(All) ? type == PackageType.Wheel
        : !Sources.Contains(All) || type != PackageType.Wheel;

    // What stands before the last :all: is moot, and a :none: takes back what stands before it.
    private static (ImmutableHashSet<string> Target, ImmutableHashSet<string> Other) Apply(string value, ImmutableHashSet<string> target, ImmutableHashSet<string> other)
    {
        foreach (var name in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            (target, other) = name switch
            {
                All => ([All], []),
                None => ([], other),
                _ => (target.Add(ProjectName.Normalize(name)), other.Remove(ProjectName.Normalize(name))),
            };
        }

        return (target, other);
    }
}
