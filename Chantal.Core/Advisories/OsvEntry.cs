namespace Chantal.Advisories;

/// <summary>An advisory as OSV JSON has it (https://ossf.github.io/osv-schema/), as far as it is about versions of packages.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Modified">When it was last changed.</param>
/// <param name="Affected">The packages that it is about.</param>
internal sealed record OsvEntry(string Id, DateTimeOffset Modified, IReadOnlyList<OsvAffected> Affected)
{
    /// <summary>Other names of the same vulnerability, and those that a distribution's advisory stands for (<c>upstream</c>).</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>When it was published, or null if it does not say.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Whether it was withdrawn: it is not true any more, and never was.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>What it is about, in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>How grave it is, or null if it does not say.</summary>
    public OsvSeverity? Severity { get; init; }

    /// <summary>Whether it is about a package that was made to do harm (<c>MAL-…</c>), and not about a fault.</summary>
    public bool IsMalicious => Id.StartsWith("MAL-", StringComparison.Ordinal);
}

/// <summary>How grave an advisory is.</summary>
/// <param name="Word">The word, as the ecosystem has it, or as the score comes to.</param>
/// <param name="Score">The CVSS base score, or null if only the word is known.</param>
internal sealed record OsvSeverity(string Word, decimal? Score);

/// <summary>A package that an advisory is about, and which of its versions.</summary>
/// <param name="Ecosystem">The ecosystem, such as <c>Debian:12</c>.</param>
/// <param name="Package">The package's name there.</param>
internal sealed record OsvAffected(string Ecosystem, string Package)
{
    /// <summary>Ranges of versions, in the ecosystem's own order.</summary>
    public IReadOnlyList<OsvRange> Ranges { get; init; } = [];

    /// <summary>Versions that are named one by one.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>How grave it is for this package, or null if that is not said apart.</summary>
    public OsvSeverity? Severity { get; init; }
}

/// <summary>A range of versions: what begins and ends it, in any order.</summary>
/// <param name="Events">Each kind with its version.</param>
internal sealed record OsvRange(IReadOnlyList<OsvEvent> Events);

/// <summary>Where a range begins or ends.</summary>
/// <param name="Kind">What is at that version.</param>
/// <param name="Version">The version; <c>0</c> comes before all.</param>
internal readonly record struct OsvEvent(OsvEventKind Kind, string Version);

/// <summary>What is at a version.</summary>
internal enum OsvEventKind
{
    /// <summary>The first version that is affected.</summary>
    Introduced,

    /// <summary>The first version that is not affected any more.</summary>
    Fixed,

    /// <summary>The last version that is affected.</summary>
    LastAffected,

    /// <summary>Nothing is said of this version and later ones.</summary>
    Limit,
}
