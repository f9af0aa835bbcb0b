using Chantal.Advisories;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>The advisories of a mirror's sources that packages of one state fix, seen from another state, which has older ones.</summary>
internal sealed class FixedAdvisories(StoreLayout layout, GenerationStore generations)
{
    /// <summary>The advisories, each with what it speaks of and the version that fixes it; none if the state with the fixes goes with no sources.</summary>
    /// <param name="before">The state to fix.</param>
    /// <param name="source">The state with the fixes, and with the sources.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<Advisory> Of(GenerationId before, GenerationId source, CancellationToken cancellation)
    {
        var header = generations.Read(source).Header;
        using var known = before == source ? null : KnownAdvisories.Open(layout, header.Advisories, RepositoryFormats.Versions(header.Type), cancellation);
        if (known is null)
        {
            return [];
        }

        var fixes = new SortedDictionary<string, (Advisory Advisory, SortedSet<(string Name, string Version)> Packages)>(StringComparer.Ordinal);
        foreach (var newest in PackageDiff.Of(generations, header.Type).Compare(before, source, cancellation).Select(p => p.Newest))
        {
            if (newest is ({ } old, { } fixing))
            {
                foreach (var vulnerability in known.Fixed(old, fixing))
                {
                    Add(vulnerability, fixing);
                }
            }
        }

        return [.. fixes.Values.Select(f => f.Advisory with { Packages = [.. f.Packages.Select(p => new PackageIdentity(p.Name, p.Version, null))] })];

        void Add(Vulnerability vulnerability, KnownPackage fixing)
        {
            var advisory = vulnerability.Advisory;
            var version = vulnerability.Fixed ?? (vulnerability.Subject.Name == fixing.Source.Name ? fixing.Source.Version : fixing.Version);
            if (!fixes.TryGetValue(advisory.Id, out var found))
            {
                fixes.Add(advisory.Id, found = (advisory, []));
            }

            _ = found.Packages.Add((vulnerability.Subject.Name, version));
        }
    }
}
