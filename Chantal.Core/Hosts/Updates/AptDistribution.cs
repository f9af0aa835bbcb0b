using System.Collections.Frozen;
using Chantal.Hosts.Lists;

namespace Chantal.Hosts.Updates;

/// <summary>Which suites a host uses: those of its own release, and those that no release is said of.</summary>
internal static class AptDistribution
{
    private static readonly string[] Pockets = ["-updates", "-security", "-backports", "-backports-sloppy", "-proposed", "-proposed-updates", "-lts", "-staging", "/updates"];

    // Releases of Debian and Ubuntu: a suite that is called so is for no other.
    private static readonly FrozenSet<string> Releases = FrozenSet.Create(
        StringComparer.Ordinal,
        "squeeze", "wheezy", "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "forky", "duke", "sid",
        "trusty", "xenial", "bionic", "focal", "jammy", "kinetic", "lunar", "mantic", "noble", "oracular", "plucky", "questing", "resolute");

    /// <summary>Whether a host of a system uses a suite.</summary>
    /// <param name="system">The system.</param>
    /// <param name="names">What the suite is called: its directory, codename and suite; the first that is a release counts.</param>
    public static bool Fits(HostSystem system, IEnumerable<string> names)
    {
        var known = names.Select(Release).ToList();
        var own = new[] { system.Codename, system.BaseCodename }.Where(c => c.Length > 0).ToList();
        return known.Any(own.Contains) || !known.Any(Releases.Contains);
    }

    private static string Release(string name)
    {
        var pocket = Pockets.Where(p => name.EndsWith(p, StringComparison.Ordinal)).MaxBy(p => p.Length);
        return pocket is null ? name : name[..^pocket.Length];
    }
}
