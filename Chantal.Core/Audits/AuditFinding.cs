using Chantal.Advisories;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Audits;

/// <summary>A vulnerability that packages of a state have.</summary>
/// <param name="Vulnerability">The vulnerability, with the package and version that the advisory speaks of.</param>
/// <param name="Packages">The packages that have it, as clients know them.</param>
/// <param name="Fix">What the mirror's head has for it; null: nothing yet.</param>
internal sealed record AuditFinding(Vulnerability Vulnerability, IReadOnlyList<PackageIdentity> Packages, HeadFix? Fix)
{
    /// <summary>The advisory.</summary>
    public Advisory Advisory => Vulnerability.Advisory;

    /// <summary>How grave it is.</summary>
    public AdvisorySeverity Severity => AdvisorySeverities.Of(Advisory);
}

/// <summary>A version in a mirror's head that does not have a vulnerability.</summary>
/// <param name="Version">The version, of what the advisory speaks of.</param>
/// <param name="Since">Since when the store has a state with it, as far as snapshots tell; null if the audited state is the head.</param>
internal sealed record HeadFix(string Version, DateTimeOffset? Since);

/// <summary>What an audit found of one mirror.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="State">The state, by its name.</param>
/// <param name="Sources">The sources of advisories that it went by.</param>
/// <param name="HasLists">Whether the repository has advisories of its own, which it went by too.</param>
/// <param name="Packages">How many packages were looked at, each in its newest version.</param>
/// <param name="Findings">What was found, the worst first.</param>
internal sealed record MirrorAudit(string Mirror, string State, IReadOnlyList<PlanAdvisories> Sources, bool HasLists, int Packages, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Of which type the mirror is.</summary>
    public required string Type { get; init; }

    /// <summary>Whether it could find anything at all.</summary>
    public bool IsInformed => HasLists || Sources.Count > 0;

    /// <summary>Those as grave as a severity or graver.</summary>
    public MirrorAudit AtLeast(AdvisorySeverity? severity) => severity is null ? this : this with { Findings = [.. Findings.Where(f => f.Severity <= severity)] };
}
