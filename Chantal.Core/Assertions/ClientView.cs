using Chantal.Installability;
using Chantal.Plans;

namespace Chantal.Assertions;

/// <summary>What one kind of machine can install from what it uses together: of a release and an architecture.</summary>
/// <param name="Name">As people call it: <c>bookworm, amd64</c>.</param>
/// <param name="Packages">The packages.</param>
/// <param name="Identities">Their names, versions and architectures.</param>
/// <param name="Versions">The order of versions.</param>
internal sealed record ClientView(string Name, IPackages Packages, IReadOnlyList<PackageIdentity> Identities, IComparer<string> Versions)
{
    /// <summary>The newest package of each name and architecture, which is what clients take.</summary>
    public IReadOnlyDictionary<(string Name, string? Architecture), int> Newest => field ??= FindNewest();

    /// <summary>The newest packages of a name, one for each architecture that the machine runs.</summary>
    public IReadOnlyList<int> Named(string name) => [.. Newest.Where(n => n.Key.Name == name).Select(n => n.Value).Order()];

    private Dictionary<(string Name, string? Architecture), int> FindNewest()
    {
        var newest = new Dictionary<(string, string?), int>();
        for (var package = 0; package < Identities.Count; package++)
        {
            var key = (Identities[package].Name, Identities[package].Architecture);
            if (!newest.TryGetValue(key, out var other) || Versions.Compare(Identities[package].Version, Identities[other].Version) > 0)
            {
                newest[key] = package;
            }
        }

        return newest;
    }
}
