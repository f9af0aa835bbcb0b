using Chantal.Hosts.Lists;
using Chantal.Mirroring;
using Chantal.Repositories;

namespace Chantal.Hosts.Updates;

/// <summary>
/// Compares hosts with what mirrors hold for them. What is found of a package is remembered for all hosts of the same system, since most of what they
/// have installed is the same.
/// </summary>
/// <param name="stocks">What the mirrors hold.</param>
internal sealed class HostComparison(IReadOnlyList<Stock> stocks)
{
    // What is remembered is forgotten beyond this: hosts that have nothing in common cost time, and not memory.
    private const int MostRemembered = 500_000;

    private readonly Dictionary<string, HostKind> _kinds = new(StringComparer.Ordinal);
    private int _remembered;

    /// <summary>Compares a host.</summary>
    public HostFindings Compare(HostList host)
    {
        var kind = KindOf(host);
        var findings = new List<Finding>();
        var (unmatched, compared) = (new SortedSet<string>(StringComparer.Ordinal), 0);
        foreach (var package in Newest(host))
        {
            if (!kind.Has(package.Type))
            {
                unmatched.Add(package.Type);
                continue;
            }

            compared++;
            var finding = Find(kind, package);
            if (finding.Standing != Standing.Current)
            {
                findings.Add(finding);
            }
        }

        return new HostFindings(
            host.Name, host.System.Name, compared, kind.Mirrors, [.. unmatched],
            [.. findings.OrderBy(f => f.Package.Type, StringComparer.Ordinal).ThenBy(f => f.Package.Name, StringComparer.Ordinal).ThenBy(f => f.Package.Architecture, StringComparer.Ordinal)]);
    }

    private Finding Find(HostKind kind, HostPackage package)
    {
        if (kind.Known.TryGetValue(package, out var finding))
        {
            return finding;
        }

        if (++_remembered > MostRemembered)
        {
            _kinds.Values.ToList().ForEach(k => k.Known.Clear());
            _remembered = 1;
        }

        finding = kind.Judge(package);
        kind.Known.Add(package, finding);
        return finding;
    }

    // Kernels are there in several versions, and the newest is the one that an update is held against.
    private static IEnumerable<HostPackage> Newest(HostList host)
    {
        var newest = new Dictionary<(string Type, string Name, string? Architecture), HostPackage>(host.Packages.Count);
        foreach (var package in host.Packages)
        {
            var key = (package.Type, package.Name, package.Architecture);
            if (!newest.TryAdd(key, package) && RepositoryFormats.Versions(package.Type).Compare(package.Version, newest[key].Version) > 0)
            {
                newest[key] = package;
            }
        }

        return newest.Values.Where(p => p.Type != "pypi" || !IsOfSystem(p.Name));

        // pip lists what the system's own packages brought, too, and these are not updated by pip.
        bool IsOfSystem(string name) => Has($"python3-{name}") || Has($"py3-{name}");

        bool Has(string name) => newest.ContainsKey(("apt", name, "all")) || newest.ContainsKey(("rpm", name, "noarch"))
            || newest.ContainsKey(("rpm", name, host.Machine)) || newest.ContainsKey(("apk", name, host.Machine)) || newest.ContainsKey(("apk", name, "noarch"))
            || newest.ContainsKey(("apt", name, ArchitectureNames.InDebian(host.Machine)));
    }

    private HostKind KindOf(HostList host)
    {
        // dpkg says it best: a 64-bit kernel may carry a 32-bit system.
        var native = host.Packages.FirstOrDefault(p => p is { Type: "apt", Name: "dpkg" }).Architecture ?? ArchitectureNames.InDebian(host.Machine) ?? host.Machine;
        var key = string.Join('|', host.System.Kind, native, host.Machine);
        if (!_kinds.TryGetValue(key, out var kind))
        {
            _kinds.Add(key, kind = new HostKind([.. stocks.Where(s => s.Fits(host.System))], host.System, native, host.Machine));
        }

        return kind;
    }
}
