using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Rpm.Packages;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class RpmVersionTests
{
    private static readonly string[] Versions =
    [
        "0", "1", "1.0", "1.00", "1.0.0", "1.1", "1.10", "1.9", "01.1", "2", "10", "1a", "1.a", "1b", "a", "ab", "b", "a1", "1.0~rc1", "1.0~rc2", "1.0~~", "1.0~",
        "1.0^", "1.0^git1", "1.0^git1~pre", "1.0~rc1^git1", "1.0^^", "1_0", "1+0", "1..0", "5.5p1", "5.5p10", "xyz10", "xyz.4", "20101121", "1.0aa", "1.0.aa",
        "99999999999999999999999", "99999999999999999999998", "1.é", "~1", "^1",
    ];

    [TestMethod]
    public void The_order_is_rpms_own()
    {
        var list = string.Join(',', Versions.Select(v => $"'{v}'"));
        var script = $"local v = {{{list}}} for _, a in ipairs(v) do for _, b in ipairs(v) do print(rpm.vercmp(a, b)) end end";
        var output = Encoding.UTF8.GetString(Shell.Require(Path.GetTempPath(), "rpm", "--eval", $"%{{lua: {script}}}"));
        var expected = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(Numbers).ToList();
        var found = Versions.SelectMany(left => Versions.Select(right => Math.Sign(RpmVersion.Compare(left, right)))).ToList();
        Assert.HasCount(expected.Count, found);
        for (var i = 0; i < found.Count; i++)
        {
            Assert.AreEqual(expected[i], found[i], $"'{Versions[i / Versions.Length]}' and '{Versions[i % Versions.Length]}'");
        }
    }

    [TestMethod]
    [DataRow("1.0-1", "1.0-2", -1)]
    [DataRow("1:0.9-1", "1.0-1", 1)]
    [DataRow("0:1.0-1", "1.0-1", 0)]
    [DataRow("1.0~rc1-9", "1.0-1", -1)]
    public void Epoch_comes_before_version_before_release(string left, string right, int expected) =>
        Assert.AreEqual(expected, Math.Sign(Evr.Parse(left).CompareTo(Evr.Parse(right))));

    [TestMethod]
    [DataRow("1.0-3.el9", "el9")]
    [DataRow("2:1.0-3.el9_4.1", "el9")]
    [DataRow("1.0-1.module+el8.10.0+22+abc", "el8")]
    [DataRow("1.0-1.el7.centos.2", "el7")]
    [DataRow("1.0-1.fc41", "fc41")]
    [DataRow("1.0-lp156.2.1", "lp156")]
    [DataRow("1.0-1.amzn2023.0.2", "amzn2023")]
    [DataRow("1.0.el9-1", null)]
    [DataRow("1.0-150600.3.1", null)]
    [DataRow("1.0-1.model3", null)]
    [DataRow("1.0", null)]
    public void A_release_says_for_which_distribution_it_was_built(string version, string? distribution) => Assert.AreEqual(distribution, DistributionTag.Of(version));

    [TestMethod]
    public void A_dependency_without_a_release_leaves_releases_aside()
    {
        Assert.AreEqual(0, Evr.Parse("1.0-5").CompareAsDependency(Evr.Parse("1.0")));
        Assert.AreNotEqual(0, Evr.Parse("1.0-5").CompareAsDependency(Evr.Parse("1.0-4")));
    }

    [TestMethod]
    [DataRow("perl-libs-4:5.30.1-452.module_el8+1.x86_64", "perl-libs", "4:5.30.1-452.module_el8+1", "x86_64")]
    [DataRow("a-0:1-2.noarch", "a", "1-2", "noarch")]
    [DataRow("a-1-2.src", "a", "1-2", "src")]
    public void Full_names_are_read_with_and_without_an_epoch(string text, string name, string evr, string architecture) =>
        Assert.AreEqual(new Nevra(name, Evr.Parse(evr), architecture), Nevra.TryParse(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("a")]
    [DataRow("a-1.noarch")]
    [DataRow("-1-2.noarch")]
    [DataRow("a-1-2.")]
    [DataRow("a--2.noarch")]
    public void What_is_no_full_name_is_none(string text) => Assert.IsNull(Nevra.TryParse(text));

    // Lua writes several numbers on a line where print ends none.
    private static IEnumerable<int> Numbers(string line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var negative = line[at] == '-';
            at += negative ? 1 : 0;
            yield return negative ? -(line[at] - '0') : line[at] - '0';
        }
    }
}
