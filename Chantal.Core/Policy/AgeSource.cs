namespace Chantal.Policy;

/// <summary>What the age of a version is counted from, as <c>AgeFrom</c> says it.</summary>
internal enum AgeSource
{
    /// <summary>The date that upstream states.</summary>
    Upstream,

    /// <summary>The moment at which this mirror first saw it, by its own clock.</summary>
    FirstSeen,
}
