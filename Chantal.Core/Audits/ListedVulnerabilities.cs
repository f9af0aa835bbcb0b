using Chantal.Advisories;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Audits;

/// <summary>
/// What a repository's own lists of advisories (<c>updateinfo</c>) say of packages: one that is older than what an advisory about security brings has what that fixes.
/// </summary>
internal sealed class ListedVulnerabilities
{
    private readonly Dictionary<(string Name, string? Architecture), List<(Advisory Advisory, string Version)>> _fixes = [];
    private readonly RepositoryFormat _format;

    private ListedVulnerabilities(RepositoryFormat format) => _format = format;

    /// <summary>Reads the lists of a state; null if it has none.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="generations">The manifests.</param>
    /// <param name="state">The state.</param>
    /// <param name="format">The mirror's format; null: a plug-in's.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static ListedVulnerabilities? Read(StoreLayout layout, GenerationStore generations, GenerationId state, RepositoryFormat? format, CancellationToken cancellation)
    {
        var lists = format is { HasAdvisories: true } ? generations.Files(state, line => !line.IsPackage).Where(format.IsAdvisoryList).ToList() : [];
        if (lists.Count == 0)
        {
            return null;
        }

        var read = new ListedVulnerabilities(format!);
        foreach (var advisory in lists.SelectMany(l => format!.ReadAdvisories(layout.Blob(l.Sha256!.Value), l.Path, cancellation)).Where(a => a.Kind == "security"))
        {
            read.Add(advisory);
        }

        return read;
    }

    /// <summary>What a package has that is fixed in a newer version of the same distribution.</summary>
    public IEnumerable<Vulnerability> Of(KnownPackage package, PackageLine line) =>
        (_fixes.GetValueOrDefault((line.Name, line.Architecture)) ?? [])
            .Where(f => _format.DistributionOf(f.Version) == line.Line && _format.Versions.Compare(f.Version, package.Version) > 0)
            .Select(f => new Vulnerability(f.Advisory, new PackageSource(package.Name, package.Version), f.Version, null));

    private void Add(Advisory advisory)
    {
        var told = advisory with { Packages = [], Names = advisory.Cves };
        foreach (var package in advisory.Packages)
        {
            if (!_fixes.TryGetValue((package.Name, package.Architecture), out var list))
            {
                _fixes.Add((package.Name, package.Architecture), list = new(1));
            }

            list.Add((told, package.Version));
        }
    }
}
