using System.Text.RegularExpressions;
using Chantal.Hosts.Lists;
using Chantal.Plans;
using Chantal.Rpm.Packages;

namespace Chantal.Hosts.Updates;

/// <summary>
/// For which distribution the packages of an RPM mirror are: it has the package that says so of a host (<c>rocky-release</c>), or else its packages are marked
/// with it (<c>.el9</c>).
/// </summary>
internal sealed partial class RpmDistribution
{
    private static readonly Dictionary<string, string> ReleasePackages = new(StringComparer.Ordinal)
    {
        ["rocky-release"] = "rocky",
        ["almalinux-release"] = "almalinux",
        ["centos-release"] = "centos",
        ["centos-linux-release"] = "centos",
        ["centos-stream-release"] = "centos",
        ["redhat-release"] = "rhel",
        ["redhat-release-server"] = "rhel",
        ["oraclelinux-release"] = "ol",
        ["fedora-release-common"] = "fedora",
        ["system-release"] = "amzn",
        ["openSUSE-release"] = "opensuse-leap",
        ["Leap-release"] = "opensuse-leap",
        ["sles-release"] = "sles",
        ["SLES-release"] = "sles",
    };

    private readonly HashSet<(string Id, string Version)> _systems = [];
    private readonly HashSet<string> _tags = new(StringComparer.Ordinal);
    private bool _hasUntagged;

    /// <summary>The mark of a distribution in a package's release, or null.</summary>
    public static string? TagOf(string version) => Tag().Match(version) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Whether a package is of a module's stream.</summary>
    public static bool IsModular(string version) => version.Contains(".module", StringComparison.Ordinal);

    /// <summary>Looks at a package of the mirror.</summary>
    public void Add(PackageIdentity package)
    {
        if (ReleasePackages.TryGetValue(package.Name, out var id))
        {
            _systems.Add((id, Evr.Parse(package.Version).Version));
        }

        _ = TagOf(package.Version) is { } tag ? _tags.Add(tag) : _hasUntagged = true;
    }

    /// <summary>Whether a host of a system uses the mirror.</summary>
    public bool Fits(HostSystem system) =>
        _systems.Count > 0 ? _systems.Any(s => s.Id == system.Id && IsSameRelease(s.Id, s.Version, system.Version))
        : system.DistributionTag is { } tag ? _tags.Contains(tag) || (_tags.Count == 0 && _hasUntagged)
        : _tags.Count == 0;

    // SUSE's service packs are releases; elsewhere a point release follows the one before.
    private static bool IsSameRelease(string id, string version, string other) =>
        id is "opensuse-leap" or "sles" ? version == other || version.StartsWith(other + ".", StringComparison.Ordinal) : version.Split('.')[0] == other.Split('.')[0];

    [GeneratedRegex(@"[.](el[0-9]+|fc[0-9]+|amzn[0-9]+)(?:[._]|$)")]
    private static partial Regex Tag();
}
