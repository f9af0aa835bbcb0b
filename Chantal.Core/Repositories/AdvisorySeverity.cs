namespace Chantal.Repositories;

/// <summary>How grave an advisory is, the gravest first.</summary>
internal enum AdvisorySeverity
{
    /// <summary>Critical; Fedora says urgent.</summary>
    Critical,

    /// <summary>Important; Fedora says high.</summary>
    Important,

    /// <summary>Moderate; Fedora says medium.</summary>
    Moderate,

    /// <summary>Low.</summary>
    Low,

    /// <summary>It does not say, as most that only fix bugs.</summary>
    Unrated,
}

/// <summary>Severities as advisories write them.</summary>
internal static class AdvisorySeverities
{
    /// <summary>All, the gravest first.</summary>
    public static IReadOnlyList<AdvisorySeverity> All { get; } = Enum.GetValues<AdvisorySeverity>();

    /// <summary>The severity of an advisory, in whatever words.</summary>
    public static AdvisorySeverity Of(Advisory advisory) => advisory.Severity?.Trim().ToUpperInvariant() switch
    {
        "CRITICAL" or "URGENT" => AdvisorySeverity.Critical,
        "IMPORTANT" or "HIGH" => AdvisorySeverity.Important,
        "MODERATE" or "MEDIUM" => AdvisorySeverity.Moderate,
        "LOW" or "NEGLIGIBLE" => AdvisorySeverity.Low,
        _ => AdvisorySeverity.Unrated,
    };

    /// <summary>Whether an advisory is about security, and grave enough for what fixes it to enter at once.</summary>
    /// <param name="advisory">The advisory.</param>
    /// <param name="least">The least severity, as <c>SecurityFastLane</c> writes it; <c>true</c>: any; null: none is.</param>
    public static bool IsGrave(Advisory advisory, string? least) => advisory.Kind == "security" && least switch
    {
        null => false,
        "true" => true,
        _ => Of(advisory) <= Enum.Parse<AdvisorySeverity>(least, ignoreCase: true),
    };

    /// <summary>As people and metrics write it.</summary>
    public static string NameOf(AdvisorySeverity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>How many advisories there are of each severity, all severities.</summary>
    public static IReadOnlyDictionary<AdvisorySeverity, int> Count(IEnumerable<Advisory> advisories)
    {
        var counts = All.ToDictionary(s => s, _ => 0);
        foreach (var advisory in advisories)
        {
            counts[Of(advisory)]++;
        }

        return counts;
    }
}
