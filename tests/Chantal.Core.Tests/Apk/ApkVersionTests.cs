using Chantal.Apk.Packages;

namespace Chantal.Core.Tests.Apk;

/// <summary>The order of versions is apk's.</summary>
[TestClass]
public sealed class ApkVersionTests
{
    // From the oldest to the newest.
    internal static readonly string[] Ordered =
    [
        "0", "0.1_alpha", "0.1", "0.1a", "0.1.2", "1.0_alpha", "1.0_alpha1", "1.0_alpha2", "1.0_beta", "1.0_pre1", "1.0_rc1", "1.0_rc1_p1", "1.0_rc2", "1.0_rc10", "1.0",
        "1.0-r1", "1.0-r2", "1.0-r10", "1.0~0123abc-r0", "1.0~9abc", "1.0_cvs1", "1.0_svn", "1.0_git20200101", "1.0_git20250101", "1.0_hg", "1.0_p", "1.0_p1", "1.0_p1-r1", "1.0_p1~abc", "1.0_p2",
        "1.0a", "1.0b", "1.0b_p1", "1.0.0", "1.0.01", "1.0.1", "1.0.010", "1.0.10", "1.1", "1.9", "1.10", "2", "10", "20250601",
    ];

    [TestMethod]
    public void Versions_are_in_order()
    {
        Assert.AreSequenceEqual([.. Ordered.Except(["1.0.01", "1.0.010"])], Ordered.Except(["1.0.01", "1.0.010"]).Reverse().Order(Comparer<string>.Create((a, b) => ApkVersion.Compare(a, b))));
        foreach (var version in Ordered)
        {
            Assert.IsTrue(ApkVersion.IsValid(version), version);
            Assert.AreEqual(0, ApkVersion.Compare(version, version), version);
        }
    }

    [TestMethod]
    [DataRow("1.0.01", "1.0.1", -1)]
    [DataRow("1.0.010", "1.0.01", 1)]
    [DataRow("01", "1", 0)]
    [DataRow("1.0_rc01", "1.0_rc1", 0)]
    [DataRow("99999999999999999999998", "99999999999999999999999", -1)]
    [DataRow("", "", 0)]
    public void Zeros_in_front_count_behind_a_dot_only(string one, string other, int order)
    {
        Assert.AreEqual(order, Math.Sign(ApkVersion.Compare(one, other)));
        Assert.AreEqual(-order, Math.Sign(ApkVersion.Compare(other, one)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a")]
    [DataRow("1.")]
    [DataRow("1.0bc")]
    [DataRow("1.0_foo")]
    [DataRow("1.0_P1")]
    [DataRow("1.0-1")]
    [DataRow("1.0-r")]
    [DataRow("1.0-r1-r2")]
    [DataRow("1.0-r1_p1")]
    [DataRow("1.0~")]
    [DataRow("1.0~xyz")]
    [DataRow("1.0 ")]
    [DataRow("1:1.0")]
    public void What_is_not_a_version_is_told(string text) => Assert.IsFalse(ApkVersion.IsValid(text));
}
