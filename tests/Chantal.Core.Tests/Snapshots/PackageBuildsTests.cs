using Chantal.Rpm;
using Chantal.Snapshots;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>Builds for several distributions in one repository are several packages, and a distribution that is succeeded by the next is not.</summary>
[TestClass]
public sealed class PackageBuildsTests
{
    private static readonly RpmFormat Rpm = new();

    [TestMethod]
    public void Builds_for_two_distributions_each_go_their_own_way()
    {
        var changes = Changes(["1-1.el8", "1-1.el9"], ["1-2.el8", "1-1.el9", "1-2.el9"]);

        Assert.AreSequenceEqual(["tool (x86_64, el8): Upgraded 1-1.el8 to 1-2.el8", "tool (x86_64, el9): Upgraded 1-1.el9 to 1-2.el9 1-1.el9"], changes);
    }

    [TestMethod]
    public void Only_the_distribution_whose_files_changed_is_told() =>
        Assert.AreSequenceEqual(["tool (x86_64, el9): Added  to 1-1.el9"], Changes(["1-1.el8"], ["1-1.el8", "1-1.el9"]));

    [TestMethod]
    public void A_repository_that_goes_from_one_distribution_to_the_next_upgrades() =>
        Assert.AreSequenceEqual(["tool (x86_64): Upgraded 1-1.fc41 to 1-2.fc42"], Changes(["1-1.fc41"], ["1-2.fc42"]));

    [TestMethod]
    public void A_minor_release_is_the_same_distribution() =>
        Assert.AreSequenceEqual(["tool (x86_64): Upgraded 1-1.el9_3 to 1-2.el9_4 1-1.el9_3"], Changes(["1-1.el9_3"], ["1-1.el9_3", "1-2.el9_4"]));

    [TestMethod]
    public void A_build_that_names_no_distribution_divides_nothing() =>
        Assert.AreSequenceEqual(["tool (x86_64): Upgraded 1-1 to 1-2.el9 1-1"], Changes(["1-1"], ["1-1", "1-2.el9"]));

    private static List<string> Changes(string[] from, string[] to)
    {
        var builds = new PackageBuilds();
        foreach (var version in from.Union(to))
        {
            var versions = builds.For(Rpm.DistributionOf(version));
            if (from.Contains(version))
            {
                versions.From.Add(version);
            }

            if (to.Contains(version))
            {
                versions.To.Add(version);
            }

            if (!from.Contains(version))
            {
                versions.Came(1);
            }

            if (!to.Contains(version))
            {
                versions.Went(1);
            }
        }

        return [.. builds.ToChanges("tool", "x86_64", Rpm.Versions).Select(c => $"{c.Title}: {c.Kind} {string.Join(' ', c.From)} to {string.Join(' ', c.To)}").Order(StringComparer.Ordinal)];
    }
}
