using Chantal.Advisories;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;

namespace Chantal.Mirroring;

/// <summary>What the sources of advisories that a mirror has know of the versions that its upstream offers.</summary>
/// <param name="known">The advisories.</param>
/// <param name="least">The least severity of advisories whose fixes enter at once, as the definition writes it; null: none do.</param>
internal sealed class KnownFaults(KnownAdvisories known, string? least) : IKnownFaults, IDisposable
{
    /// <inheritdoc/>
    public bool KnowsMalicious => true;

    /// <inheritdoc/>
    public bool NamesMalicious(string name) => known.NamesMalicious(name);

    /// <inheritdoc/>
    public IReadOnlyList<string> Malicious(UpstreamVersion version) =>
        [.. known.Of(ToKnown(version)).Where(v => v.Advisory.Kind == Vulnerability.Malicious).Select(v => v.Advisory.Id)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fixed(UpstreamVersion before, UpstreamVersion after) =>
        [.. known.Fixed(ToKnown(before), ToKnown(after)).Where(v => AdvisorySeverities.IsGrave(v.Advisory, least)).Select(v => v.Advisory.Id)];

    /// <inheritdoc/>
    public void Dispose() => known.Dispose();

    private static KnownPackage ToKnown(UpstreamVersion version) =>
        new(version.Name, version.Version, version.Source is var (name, built) ? new PackageSource(name, built) : new PackageSource(version.Name, version.Version), version.Scope);
}
