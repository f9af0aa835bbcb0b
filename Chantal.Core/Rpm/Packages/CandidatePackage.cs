using Chantal.Plans;

namespace Chantal.Rpm.Packages;

/// <summary>A package of a repository that is filtered, and what has become of it so far.</summary>
internal sealed class CandidatePackage
{
    /// <summary>The package, without its relations.</summary>
    public required PrimaryPackage Package { get; init; }

    /// <summary>By which the other lists name it.</summary>
    public required PackageId Id { get; init; }

    /// <summary>Its line in the published state, for a version that stays in the place of one that may not enter yet; null: upstream has it.</summary>
    public PlanEntry? Stored { get; init; }

    /// <summary>Whether it belongs to a module's stream.</summary>
    public required bool IsModular { get; init; }

    /// <summary>Whether <c>ExcludePackage</c> leaves it out.</summary>
    public required bool IsExcluded { get; init; }

    /// <summary>Whether architecture and version let it in.</summary>
    public bool IsEligible { get; set; }

    /// <summary>Whether it is not let in because there are enough newer versions.</summary>
    public bool IsOlder { get; set; }

    /// <summary>Whether the mirror takes it.</summary>
    public bool IsSelected { get; set; }

    /// <summary>Its full name.</summary>
    public Nevra Nevra => Nevra.Of(Package);
}
