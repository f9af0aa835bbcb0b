using System.Text.RegularExpressions;
using Chantal.Hosts.Lists;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Hosts.Updates;

/// <summary>Reads what states of mirrors offer to hosts. Each state is read once, however many hosts are compared with it.</summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
internal sealed partial class StockReader(StoreLayout layout, GenerationStore generations)
{
    /// <summary>The parts of a mirror's state; none of a type that hosts have no packages of.</summary>
    public IReadOnlyList<Stock> Read(string mirror, GenerationId state, CancellationToken cancellation)
    {
        var type = generations.Read(state).Header.Type;
        return type switch
        {
            "apt" => new AptStocks(layout, mirror).Read(generations.Files([state], cancellation), cancellation),
            "rpm" => [ReadRpm(mirror, state, cancellation)],
            "apk" => ReadApk(mirror, state),
            "pypi" => [ReadPython(mirror, state)],
            _ => [],
        };
    }

    private Stock ReadRpm(string mirror, GenerationId state, CancellationToken cancellation)
    {
        var distribution = new RpmDistribution();
        var stock = new Stock(mirror, "rpm", distribution.Fits);
        var format = RepositoryFormats.Find("rpm")!;
        var lists = new List<PlanEntry>();
        foreach (var entry in generations.Files([state], cancellation))
        {
            if (entry is { Role: FileRole.Package, Package: { } package })
            {
                distribution.Add(package);
                stock.Add(package);
            }
            else if (format.IsAdvisoryList(entry))
            {
                lists.Add(entry);
            }
        }

        foreach (var advisory in lists.SelectMany(l => format.ReadAdvisories(layout.Blob(l.Sha256!.Value), l.Path, cancellation)))
        {
            stock.Add(advisory);
        }

        return stock;
    }

    private List<Stock> ReadApk(string mirror, GenerationId state)
    {
        var branches = new Dictionary<string, Stock>(StringComparer.Ordinal);
        foreach (var entry in Packages(state))
        {
            var branch = Branch().Match(entry.Path) is { Success: true } match ? match.Groups[1].Value : "";
            if (!branches.TryGetValue(branch, out var stock))
            {
                branches.Add(branch, stock = new Stock(mirror, "apk", system => branch.Length == 0 || branch == BranchOf(system)));
            }

            stock.Add(entry.Package!);
        }

        return [.. branches.Values];
    }

    private Stock ReadPython(string mirror, GenerationId state)
    {
        var stock = new Stock(mirror, "pypi", _ => true);
        foreach (var entry in Packages(state))
        {
            stock.Add(entry.Package!);
        }

        return stock;
    }

    private IEnumerable<PlanEntry> Packages(GenerationId state) => generations.Files(state, line => line.IsPackage).Where(e => e.Package is { Version.Length: > 0 });

    // A version between two releases has a date: 3.23_alpha20250612.
    private static string BranchOf(HostSystem system) => system.Version.Contains("_alpha", StringComparison.Ordinal) ? "edge"
        : system.Version.Split('.') is [var major, var minor, ..] ? $"v{major}.{minor}"
        : "";

    [GeneratedRegex("(?:^|/)(v[0-9]+[.][0-9]+|edge)/")]
    private static partial Regex Branch();
}
