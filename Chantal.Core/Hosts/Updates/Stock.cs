using Chantal.Hosts.Lists;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Hosts.Updates;

/// <summary>Whether a client takes a newer version from a part of a repository by itself.</summary>
internal enum StockUse
{
    /// <summary>Yes.</summary>
    Always,

    /// <summary>If what is installed came from there: backports of Debian (<c>NotAutomatic</c> and <c>ButAutomaticUpgrades</c>).</summary>
    ForItsOwn,

    /// <summary>No: experimental (<c>NotAutomatic</c>).</summary>
    Never,
}

/// <summary>A part of a mirror's state that a host uses as a whole or not at all: a suite, a branch of Alpine, a repository. Its packages are indexed by name.</summary>
/// <param name="mirror">The mirror.</param>
/// <param name="type">Its <c>MirrorType</c>.</param>
/// <param name="fits">Whether a host of a system uses it.</param>
internal sealed class Stock(string mirror, string type, Func<HostSystem, bool> fits)
{
    private readonly Dictionary<string, List<PackageIdentity>> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(Advisory Advisory, PackageIdentity Package)>> _advisories = new(StringComparer.Ordinal);

    /// <summary>The mirror.</summary>
    public string Mirror { get; } = mirror;

    /// <summary>The mirror's type.</summary>
    public string Type { get; } = type;

    /// <summary>Whether clients take newer versions from it.</summary>
    public StockUse Use { get; init; }

    /// <summary>Whether it holds the security updates of its distribution.</summary>
    public bool IsSecurity { get; init; }

    /// <summary>Names of packages that it has.</summary>
    public IEnumerable<string> Names => _packages.Keys;

    /// <summary>Whether a host of a system uses it.</summary>
    public bool Fits(HostSystem system) => fits(system);

    /// <summary>The packages of a name.</summary>
    public IReadOnlyList<PackageIdentity> Find(string name) => _packages.GetValueOrDefault(name) ?? [];

    /// <summary>The advisories that name a package, each with the package as it names it.</summary>
    public IReadOnlyList<(Advisory Advisory, PackageIdentity Package)> AdvisoriesOf(string name) => _advisories.GetValueOrDefault(name) ?? [];

    /// <summary>Adds a package.</summary>
    public void Add(PackageIdentity package)
    {
        if (!_packages.TryGetValue(package.Name, out var list))
        {
            _packages.Add(package.Name, list = new(1));
        }

        // The files of a version of Python are one.
        if (package.Architecture is not null || !list.Contains(package))
        {
            list.Add(package);
        }
    }

    /// <summary>Adds an advisory.</summary>
    public void Add(Advisory advisory)
    {
        // It says what it says for people by now; the packages are what the index is made of.
        var told = advisory with { Packages = [] };
        foreach (var package in advisory.Packages)
        {
            if (!_advisories.TryGetValue(package.Name, out var list))
            {
                _advisories.Add(package.Name, list = new(1));
            }

            list.Add((told, package));
        }
    }
}
