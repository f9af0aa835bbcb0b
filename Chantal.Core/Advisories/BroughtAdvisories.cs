using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Advisories;

/// <summary>An advisory that a change brings.</summary>
/// <param name="Advisory">The advisory: one that is fixed, or one about a package that was made to do harm, which comes.</param>
/// <param name="Packages">The packages that bring it, in the versions that come.</param>
internal sealed record BroughtAdvisory(Advisory Advisory, IReadOnlyList<PackageIdentity> Packages);

/// <summary>Finds the advisories that changes of packages bring: those that the newest version before had, and the newest one after does not have.</summary>
internal static class BroughtAdvisories
{
    /// <summary>The advisories, the worst first.</summary>
    /// <param name="known">What is known of packages.</param>
    /// <param name="changes">The packages: before, after, and how the one after is named; a package without a version before fixes nothing.</param>
    public static IReadOnlyList<BroughtAdvisory> Of(KnownAdvisories known, IEnumerable<(KnownPackage? Before, KnownPackage? After, PackageIdentity Name)> changes)
    {
        var brought = new Dictionary<string, (Advisory Advisory, List<PackageIdentity> Packages)>(StringComparer.Ordinal);
        foreach (var (before, after, name) in changes)
        {
            foreach (var advisory in Brought(known, before, after))
            {
                if (!brought.TryGetValue(advisory.Id, out var found))
                {
                    brought.Add(advisory.Id, found = (advisory, []));
                }

                found.Packages.Add(name);
            }
        }

        return [.. brought.Values.Select(b => new BroughtAdvisory(b.Advisory, b.Packages)).OrderBy(b => AdvisorySeverities.Of(b.Advisory)).ThenBy(b => b.Advisory.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<Advisory> Brought(KnownAdvisories known, KnownPackage? before, KnownPackage? after) =>
        after is null || after.Version == before?.Version ? []
        : (before is null ? [] : known.Fixed(before, after).Where(v => v.Advisory.Kind != Vulnerability.Malicious)).Concat(known.Of(after).Where(v => v.Advisory.Kind == Vulnerability.Malicious)).Select(v => v.Advisory);
}
