using Chantal.Hosts.Lists;
using Chantal.Hosts.Updates;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Hosts;

/// <summary>Hosts are compared with the mirrors that are for them, in the order of versions of each format.</summary>
[TestClass]
public sealed class HostComparisonTests
{
    private static readonly HostSystem Bookworm = HostSystem.Read(["ID=debian", "VERSION_ID=12", "VERSION_CODENAME=bookworm"]);
    private static readonly HostSystem Rocky = HostSystem.Read(["ID=rocky", "ID_LIKE=\"rhel centos fedora\"", "VERSION_ID=9.4", "PLATFORM_ID=platform:el9"]);

    [TestMethod]
    public void Packages_are_current_waiting_newer_or_nowhere()
    {
        var found = Compare(
            Bookworm,
            [Apt("bookworm", "same_1.0_amd64", "old_1:1.0~rc1_amd64", "old_1:1.0_amd64", "new_1.0_amd64", "other-arch_2_arm64")],
            "dpkg_1_amd64", "same_1.0_amd64", "old_1:1.0~rc1_amd64", "new_1.0+b1_amd64", "other-arch_1_amd64");

        Assert.AreSequenceEqual(["dpkg Missing", "new Newer 1.0", "old Update 1:1.0", "other-arch Missing"], Told(found));
    }

    [TestMethod]
    public void A_suite_of_another_release_is_not_for_a_host_and_one_of_no_release_is()
    {
        Stock[] stocks = [Apt("trixie", "bash_9_amd64"), Apt("noble-updates", "bash_9_amd64"), Apt("stable", "tool_2_amd64"), Apt("bookworm-security", "bash_2_amd64")];

        var found = Compare(Bookworm, stocks, "bash_1_amd64", "tool_1_amd64");

        Assert.AreSequenceEqual(["bash Update 2", "tool Update 2"], Told(found));
        Assert.IsTrue(found.Findings[0].IsSecurity);
        Assert.IsFalse(found.Findings[1].IsSecurity);
    }

    [TestMethod]
    public void A_host_that_no_mirror_is_for_is_not_compared()
    {
        var found = Compare(Bookworm, [Apt("noble", "bash_9_amd64")], "bash_1_amd64");

        Assert.AreSequenceEqual(["apt"], found.UnmatchedTypes);
        Assert.AreEqual(0, found.Packages);
        Assert.IsEmpty(found.Findings);
    }

    [TestMethod]
    public void Backports_are_for_what_came_from_there()
    {
        Stock[] stocks = [Apt("bookworm", "a_1_amd64", "b_1_amd64"), Apt("bookworm-backports", StockUse.ForItsOwn, "a_3_amd64", "b_3_amd64"), Apt("experimental", StockUse.Never, "a_4_amd64", "c_2_amd64")];

        var found = Compare(Bookworm, stocks, "a_2_amd64", "b_1_amd64", "c_1_amd64");

        Assert.AreSequenceEqual(["a Update 3"], Told(found));
    }

    [TestMethod]
    public void A_package_may_become_one_for_all_architectures_and_stop_being_one()
    {
        var found = Compare(Bookworm, [Apt("bookworm", "a_2_all", "b_2_amd64", "c_2_arm64")], "dpkg_1_amd64", "a_1_amd64", "b_1_all", "c_1_all", "a_1_i386");

        Assert.AreSequenceEqual(["a Update 2", "a Update 2", "b Update 2", "c Missing", "dpkg Missing"], Told(found));
    }

    [TestMethod]
    public void Of_several_kernels_the_newest_counts()
    {
        var stock = Rpm("kernel_5.14.0-10.el9_x86_64");

        Assert.AreSequenceEqual([], Told(Compare(Rocky, [stock], "kernel_5.14.0-9.el9_x86_64", "kernel_5.14.0-10.el9_x86_64")));
        Assert.AreSequenceEqual(["kernel Update 5.14.0-10.el9"], Told(Compare(Rocky, [stock], "kernel_5.14.0-9.el9_x86_64", "kernel_5.14.0-8.el9_x86_64")));
    }

    [TestMethod]
    public void Builds_for_other_distributions_and_modules_are_not_for_a_host()
    {
        var found = Compare(
            Rocky,
            [Rpm("a_2-1.el8_x86_64", "a_1-2.el9_x86_64", "b_2-1.module+el9.4+1_x86_64", "b_1-1.el9_x86_64", "c_2-1_noarch")],
            "a_1-1.el9_x86_64", "b_1-1.el9_x86_64", "c_1-1_noarch");

        Assert.AreSequenceEqual(["a Update 1-2.el9", "c Update 2-1"], Told(found));
    }

    [TestMethod]
    public void A_mirror_with_the_release_of_another_distribution_is_not_for_a_host()
    {
        Assert.AreSequenceEqual(["rpm"], Compare(Rocky, [Rpm("almalinux-release_9.4-1.el9_x86_64", "bash_2-1.el9_x86_64")], "bash_1-1.el9_x86_64").UnmatchedTypes);
        Assert.AreSequenceEqual(["rpm"], Compare(Rocky, [Rpm("rocky-release_8.10-1.el8_noarch", "bash_2-1_x86_64")], "bash_1-1.el9_x86_64").UnmatchedTypes);
        Assert.AreSequenceEqual(["bash Update 2-1.el9"], Told(Compare(Rocky, [Rpm("rocky-release_9.5-1.el9_noarch", "bash_2-1.el9_x86_64")], "bash_1-1.el9_x86_64")));
        Assert.AreSequenceEqual(["rpm"], Compare(Rocky, [Rpm("bash_2-1.fc41_x86_64")], "bash_1-1.el9_x86_64").UnmatchedTypes);
    }

    [TestMethod]
    public void Advisories_apply_where_a_package_of_theirs_is_an_update()
    {
        var stock = Rpm("a_3-1.el9_x86_64", "b_1-1.el9_x86_64");
        stock.Add(Advisory("OLD", "security", "a_1-1.el9_x86_64"));
        stock.Add(Advisory("BETWEEN", "security", "a_2-1.el9_x86_64", "b_1-1.el9_x86_64"));
        stock.Add(Advisory("NEWEST", "bugfix", "a_3-1.el9_x86_64"));
        stock.Add(Advisory("NOT-HELD", "security", "a_4-1.el9_x86_64"));
        stock.Add(Advisory("OTHER", "security", "a_3-1.el9_aarch64"));

        var found = Compare(Rocky, [stock], "a_1-1.el9_x86_64", "b_1-1.el9_x86_64");

        Assert.AreSequenceEqual(["BETWEEN", "NEWEST"], found.Advisories.Select(a => a.Id));
        Assert.IsTrue(found.Findings.Single().IsSecurity);
    }

    [TestMethod]
    public void Python_packages_follow_their_own_order_and_those_of_the_system_are_left_to_it()
    {
        var stock = new Stock("pypi", "pypi", _ => true);
        foreach (var version in (string[])["1.9", "1.10", "2.0rc1"])
        {
            stock.Add(new PackageIdentity("requests", version, null));
            stock.Add(new PackageIdentity("six", version, null));
        }

        var host = new HostList
        {
            Name = "h",
            Machine = "x86_64",
            System = Bookworm,
            Packages = [new("pypi", "requests", "1.9", null, null, false), new("pypi", "six", "1.9", null, null, false), new("apt", "python3-six", "1.9-1", "all", null, false)],
        };

        Assert.AreSequenceEqual(["python3-six Missing", "requests Update 1.10"], Told(new HostComparison([stock, Apt("bookworm")]).Compare(host)));
    }

    private static IEnumerable<string> Told(HostFindings host) => host.Findings.Select(f => $"{f.Package.Name} {f.Standing} {f.Offered}".TrimEnd());

    private static HostFindings Compare(HostSystem system, Stock[] stocks, params string[] packages) => new HostComparison(stocks).Compare(new HostList
    {
        Name = "h",
        Machine = "x86_64",
        System = system,
        Packages = [.. packages.Select(Identity).Select(p => new HostPackage(stocks[0].Type, p.Name, p.Version, p.Architecture, null, false))],
    });

    private static Stock Apt(string suite, params string[] packages) => Apt(suite, StockUse.Always, packages);

    private static Stock Apt(string suite, StockUse use, params string[] packages) =>
        Filled(new Stock("mirror", "apt", s => AptDistribution.Fits(s, [suite])) { Use = use, IsSecurity = suite.EndsWith("-security", StringComparison.Ordinal) }, packages);

    private static Stock Rpm(params string[] packages)
    {
        var distribution = new RpmDistribution();
        packages.Select(Identity).ToList().ForEach(distribution.Add);
        return Filled(new Stock("mirror", "rpm", distribution.Fits), packages);
    }

    private static Stock Filled(Stock stock, string[] packages)
    {
        packages.Select(Identity).ToList().ForEach(stock.Add);
        return stock;
    }

    // x86_64 has the mark between the parts in it.
    private static PackageIdentity Identity(string text)
    {
        var parts = text.Split('_', 3);
        return new PackageIdentity(parts[0], parts[1], parts[2]);
    }

    private static Advisory Advisory(string id, string kind, params string[] packages) => new(id, kind, null, id, []) { Packages = [.. packages.Select(Identity)] };
}
