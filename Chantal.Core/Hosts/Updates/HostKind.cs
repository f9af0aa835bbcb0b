using Chantal.Hosts.Lists;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.PyPI.Versions;
using Chantal.Repositories;

namespace Chantal.Hosts.Updates;

/// <summary>Hosts of one system, and what the mirrors hold for them.</summary>
/// <param name="stocks">What they use.</param>
/// <param name="system">The system.</param>
/// <param name="native">Its architecture as Debian calls it.</param>
/// <param name="machine">Its architecture as rpm and apk call it.</param>
internal sealed class HostKind(IReadOnlyList<Stock> stocks, HostSystem system, string native, string machine)
{
    private readonly Dictionary<string, List<Stock>> _byType = stocks.GroupBy(s => s.Type).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    /// <summary>The mirrors that they use.</summary>
    public IReadOnlyList<string> Mirrors { get; } = [.. stocks.Select(s => s.Mirror).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What was found of packages that such hosts have.</summary>
    public Dictionary<HostPackage, Finding> Known { get; } = [];

    /// <summary>Whether there is a mirror for packages of a type.</summary>
    public bool Has(string type) => _byType.ContainsKey(type);

    /// <summary>Finds out how a package stands.</summary>
    public Finding Judge(HostPackage package)
    {
        var order = RepositoryFormats.Versions(package.Type);
        var (always, own, any) = (default(Offer?), default(Offer?), default(Offer?));
        foreach (var stock in _byType[package.Type])
        {
            foreach (var offer in stock.Find(package.Name).Where(p => IsFor(package, p)).Select(p => new Offer(stock, p.Version)))
            {
                any = Newer(any, offer);
                (always, own) = stock.Use switch
                {
                    StockUse.Always => (Newer(always, offer), own),
                    StockUse.ForItsOwn => (always, Newer(own, offer)),
                    _ => (always, own),
                };
            }
        }

        var update = always is not null && IsUpdate(always) ? always
            : own is not null && IsUpdate(own) && (always is null || order.Compare(package.Version, always.Version) > 0) ? own
            : null;
        if (update is null)
        {
            var standing = any is null ? Standing.Missing : order.Compare(package.Version, any.Version) > 0 ? Standing.Newer : Standing.Current;
            return new Finding(package, standing, any?.Stock.Mirror, any?.Version, false, []);
        }

        var advisories = Advisories(package, update, order);
        var isSecurity = advisories.Any(a => a.Kind == "security") || _byType[package.Type].Any(s => s.IsSecurity && s.Find(package.Name).Any(p => IsFor(package, p) && Brings(p.Version)));
        return new Finding(package, Standing.Update, update.Stock.Mirror, update.Version, isSecurity, advisories);

        Offer Newer(Offer? left, Offer right) => left is null || order.Compare(right.Version, left.Version) > 0 ? right : left;

        bool IsUpdate(Offer offer) => order.Compare(offer.Version, package.Version) > 0;

        bool Brings(string version) => order.Compare(version, package.Version) > 0 && order.Compare(version, update.Version) <= 0;
    }

    // Also those of versions between the installed one and the newest: whoever updates gets what they fix.
    private List<Advisory> Advisories(HostPackage package, Offer update, IComparer<string> order) =>
    [
        .. _byType[package.Type].SelectMany(s => s.AdvisoriesOf(package.Name))
            .Where(a => IsFor(package, a.Package) && order.Compare(a.Package.Version, package.Version) > 0 && order.Compare(a.Package.Version, update.Version) <= 0)
            .Select(a => a.Advisory).DistinctBy(a => a.Id).OrderBy(AdvisorySeverities.Of).ThenBy(a => a.Id, StringComparer.Ordinal),
    ];

    private bool IsFor(HostPackage installed, PackageIdentity offered) => installed.Type switch
    {
        "apt" => IsSame(installed.Architecture, offered.Architecture, "all", native),
        "rpm" => IsSame(installed.Architecture, offered.Architecture, "noarch", machine)
            && (RpmDistribution.TagOf(offered.Version) is not { } tag || system.DistributionTag is not { } own || tag == own)
            && RpmDistribution.IsModular(installed.Version) == RpmDistribution.IsModular(offered.Version),
        "pypi" => !IsPreRelease(offered.Version) || IsPreRelease(installed.Version),
        _ => IsSame(installed.Architecture, offered.Architecture, "noarch", machine),
    };

    // A package may become one for all architectures, or stop being one.
    private static bool IsSame(string? installed, string? offered, string all, string native) =>
        installed == offered || offered == all || (installed == all && offered == native);

    private static bool IsPreRelease(string version) => PyVersion.TryParse(version, out var parsed) && parsed.IsPreRelease;

    private sealed record Offer(Stock Stock, string Version);
}
