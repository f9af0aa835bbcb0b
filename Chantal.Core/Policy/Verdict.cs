namespace Chantal.Policy;

/// <summary>What the policy says of a version, the gravest first.</summary>
internal enum Ruling
{
    /// <summary>It is known to be malicious, and stays out.</summary>
    Malicious,

    /// <summary>A <c>Block</c> item keeps it out.</summary>
    Blocked,

    /// <summary>It is too young, and stays out until a day.</summary>
    Held,

    /// <summary>It is young, and an <c>Allow</c> item lets it in.</summary>
    Allowed,

    /// <summary>It is young, and enters at once because it fixes an advisory.</summary>
    FastLane,

    /// <summary>Its age is not known, so it enters.</summary>
    Undated,

    /// <summary>Nothing is against it.</summary>
    Enters,
}

/// <summary>What the policy says of a version, and why.</summary>
/// <param name="Ruling">What it says.</param>
/// <param name="Why">The reason of an item, or the IDs of advisories; empty: there is nothing to say.</param>
/// <param name="Until">When it enters, if it is held.</param>
internal sealed record Verdict(Ruling Ruling, string Why = "", DateTimeOffset? Until = null)
{
    /// <summary>Nothing is against it.</summary>
    public static Verdict Enters { get; } = new(Ruling.Enters);

    /// <summary>Whether it is let in.</summary>
    public bool IsIn => Ruling > Ruling.Held;
}
