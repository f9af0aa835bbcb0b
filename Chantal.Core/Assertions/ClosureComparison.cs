using Chantal.Installability;
using Chantal.Plans;

namespace Chantal.Assertions;

/// <summary>What could be installed from a state and cannot from the next one.</summary>
/// <param name="before">What machines see of the state.</param>
/// <param name="now">What the same machines see of the next one.</param>
internal sealed class ClosureComparison(ClientView before, ClientView now)
{
    private readonly Dictionary<PackageIdentity, int> _byIdentity = before.Identities.Index().GroupBy(p => p.Item).ToDictionary(g => g.Key, g => g.First().Index);

    /// <summary>Those packages that cannot be installed now and could be before: themselves, or as the newest of their names the newest before.</summary>
    /// <param name="failing">Packages of the next state that cannot be installed.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<int> Worse(IEnumerable<int> failing, CancellationToken cancellation)
    {
        var counterparts = failing.Select(p => (Now: p, Before: CounterpartsOf(p))).Where(p => p.Before.Count > 0).ToList();
        if (counterparts.Count == 0)
        {
            return [];
        }

        var failed = new InstallabilityCheck(before.Packages).Failing(counterparts.SelectMany(p => p.Before), cancellation).Select(p => p.Package).ToHashSet();
        return [.. counterparts.Where(p => p.Before.Any(b => !failed.Contains(b))).Select(p => p.Now)];
    }

    private List<int> CounterpartsOf(int package)
    {
        var identity = now.Identities[package];
        var key = (identity.Name, identity.Architecture);
        var found = new List<int>();
        if (_byIdentity.TryGetValue(identity, out var same))
        {
            found.Add(same);
        }

        if (now.Newest[key] == package && before.Newest.TryGetValue(key, out var newest) && !found.Contains(newest))
        {
            found.Add(newest);
        }

        return found;
    }
}
