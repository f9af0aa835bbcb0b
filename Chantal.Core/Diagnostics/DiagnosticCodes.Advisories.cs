namespace Chantal.Diagnostics;

// Advisories, and what they say of mirrors: 615x.
internal static partial class DiagnosticCodes
{
    /// <summary>A source of advisories cannot be read as OSV JSON.</summary>
    public const string AdvisoriesMalformed = "CHANTAL6151";

    /// <summary>Warning: a source of advisories is not available, so the earlier copy is used.</summary>
    public const string AdvisoriesOutdated = "CHANTAL6152";

    /// <summary>A source of advisories is not available, and the store does not have an earlier copy.</summary>
    public const string AdvisoriesMissing = "CHANTAL6153";

    /// <summary>An item does not say which ecosystem is the mirror's, and it cannot be told.</summary>
    public const string EcosystemUnknown = "CHANTAL6154";

    /// <summary>The index of a source of advisories is damaged, or the source is not in the store.</summary>
    public const string AdvisoryIndexDamaged = "CHANTAL6155";

    /// <summary>An audit found vulnerabilities as grave as FailOn says.</summary>
    public const string VulnerabilitiesFound = "CHANTAL6156";

    /// <summary>Warning: an audit has no advisories of a mirror.</summary>
    public const string NothingToAuditBy = "CHANTAL6157";
}
