using System.Collections.Immutable;
using Chantal.Plans;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI;

/// <summary>That somebody wants versions of a project: the definition itself, or a release of another project.</summary>
internal sealed record PackageDemand
{
    /// <summary>The project's normal name.</summary>
    public required string Project { get; init; }

    /// <summary>The versions.</summary>
    public SpecifierSet Specifiers { get; init; } = SpecifierSet.Any;

    /// <summary>The extras that come with it.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>If there are any, only files with one of these are meant.</summary>
    public ImmutableArray<Checksum> Hashes { get; init; } = [];

    /// <summary>Where it is wanted.</summary>
    public required ulong Environments { get; init; }

    /// <summary>How many versions, the newest for each environment; 0: all.</summary>
    public int Keep { get; init; }

    /// <summary>Whether pre-releases are wanted in any case.</summary>
    public bool PreReleases { get; init; }

    /// <summary>Where it is asked for: a place of the definition, or a release.</summary>
    public required string Origin { get; init; }

    /// <summary>What that release itself is wanted for; null if the definition asks.</summary>
    public PackageDemand? Parent { get; init; }

    /// <summary>Whether the definition names it, so that it has to be there.</summary>
    public bool IsDirect => Parent is null;

    /// <summary>Whether all that the releases need is wanted too; a lock file lists that by itself.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether a yanked file is meant too (PEP 592): by its exact version, by its hash, or as one of all.</summary>
    public bool TakesYanked => !Hashes.IsEmpty
        || (Specifiers.Specifiers.IsEmpty && Keep == 0)
        || Specifiers.Specifiers.Any(s => s.Operator == SpecifierOperator.Arbitrary || (s.Operator == SpecifierOperator.Equal && !s.Operand.EndsWith(".*", StringComparison.Ordinal)));

    /// <summary>What is asked for, as a requirement: <c>asgiref[x]&gt;=3.7</c>.</summary>
    public string Text => $"{Project}{(Extras.IsEmpty ? "" : $"[{string.Join(',', Extras)}]")}{Specifiers}";

    /// <summary>The way from the definition to here: <c>requirements.txt, line 3: django&gt;=4 > django 5.0: asgiref&gt;=3.7</c>.</summary>
    public string Path
    {
        get
        {
            var steps = new Stack<string>();
            for (var demand = this; demand is not null; demand = demand.Parent)
            {
                steps.Push($"{demand.Origin}: {demand.Text}");
            }

            return string.Join(" > ", steps);
        }
    }
}
