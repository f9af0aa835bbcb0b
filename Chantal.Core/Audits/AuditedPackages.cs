using Chantal.Advisories;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Audits;

/// <summary>Which builds of a package belong together: the newest of them is what hosts get.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Architecture">Its architecture, or null.</param>
/// <param name="Line">The release or distribution that it was built for; null: there is one.</param>
internal readonly record struct PackageLine(string Name, string? Architecture, string? Line);

/// <summary>The newest version of each package of a state.</summary>
internal sealed class AuditedPackages
{
    private readonly Dictionary<PackageLine, (KnownPackage Package, string Path)> _newest = [];

    /// <summary>The packages.</summary>
    public IReadOnlyDictionary<PackageLine, (KnownPackage Package, string Path)> All => _newest;

    /// <summary>Reads those of a state.</summary>
    /// <param name="generations">The manifests.</param>
    /// <param name="state">The state.</param>
    /// <param name="format">The mirror's format; null: a plug-in's.</param>
    /// <param name="order">Its order of versions.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static AuditedPackages Read(GenerationStore generations, GenerationId state, RepositoryFormat? format, IComparer<string> order, CancellationToken cancellation)
    {
        var packages = new AuditedPackages();
        var header = generations.Read(state).Header;
        var releases = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in generations.Files(state, line => line.IsPackage))
        {
            cancellation.ThrowIfCancellationRequested();
            if (KnownPackage.Of(entry, header) is { } known)
            {
                var line = new PackageLine(known.Name, entry.Package!.Architecture, format?.DistributionOf(known.Version) ?? ReleaseOf(known.Scope));
                if (!packages._newest.TryGetValue(line, out var other) || order.Compare(known.Version, other.Package.Version) > 0)
                {
                    packages._newest[line] = (known, entry.Path);
                }
            }
        }

        return packages;

        string? ReleaseOf(string? scope)
        {
            if (scope is not null && !releases.ContainsKey(scope))
            {
                releases.Add(scope, ReleaseNames.OfSuite(scope) ?? ReleaseNames.OfAlpine(scope));
            }

            return scope is null ? null : releases[scope];
        }
    }
}
