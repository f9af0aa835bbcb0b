using Chantal.Apk.Index;
using Chantal.Plans;

namespace Chantal.Apk;

/// <summary>A package of a repository that is filtered, and what has become of it so far.</summary>
/// <param name="record">What the index says of it.</param>
/// <param name="path">Its path in the mirror.</param>
internal sealed class CandidatePackage(IndexRecord record, string path)
{
    /// <summary>What the index says of it.</summary>
    public IndexRecord Record { get; } = record;

    /// <summary>Its path in the mirror.</summary>
    public string Path { get; } = path;

    /// <summary>Its line in the published state, for a version that stays in the place of one that may not enter yet; null: upstream has it.</summary>
    public PlanEntry? Stored { get; init; }

    /// <summary>Whether <c>ExcludePackage</c> leaves it out.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Whether its version and its file let it in.</summary>
    public bool IsEligible { get; set; } = true;

    /// <summary>Whether it is not let in because there are enough newer versions.</summary>
    public bool IsOlder { get; set; }

    /// <summary>Whether the mirror takes it.</summary>
    public bool IsSelected { get; set; }
}
