using Chantal.Text;

namespace Chantal.Core.Tests.Text;

[TestClass]
public sealed class NamePatternTests
{
    [TestMethod]
    [DataRow("nginx", "nginx", true)]
    [DataRow("nginx", "nginx-common", false)]
    [DataRow("nginx", "Nginx", false)]
    [DataRow("nginx*", "nginx", true)]
    [DataRow("nginx*", "nginx-common", true)]
    [DataRow("*-dbgsym", "nginx-dbgsym", true)]
    [DataRow("*-dbgsym", "nginx-dbgsym2", false)]
    [DataRow("lib?pp", "libcpp", true)]
    [DataRow("lib?pp", "libpp", false)]
    [DataRow("*/installer-*", "main/installer-amd64/current/images/SHA256SUMS", true)]
    [DataRow("Contents-*", "main/Contents-amd64.gz", false)]
    [DataRow("*a*b*c*", "xxaxxbxxcxx", true)]
    [DataRow("*a*b*c*", "xxaxxcxxbxx", false)]
    [DataRow("**", "", true)]
    [DataRow("a.c", "abc", false)]
    public void A_pattern_stands_for_whole_names(string pattern, string name, bool expected)
    {
        Assert.AreEqual(expected, new NamePattern(pattern).IsMatch(name));
        Assert.AreEqual(expected, new NamePatterns([pattern]).IsMatch(name));
        Assert.AreEqual(expected, new NamePatterns([pattern]).IsMatch(System.Text.Encoding.UTF8.GetBytes(name)));
    }

    [TestMethod]
    public void A_pattern_of_many_stars_does_not_take_exponential_time() =>
        Assert.IsFalse(new NamePattern(string.Concat(Enumerable.Repeat("*a", 200))).IsMatch(new string('b', 20_000)));

    [TestMethod]
    public void Patterns_that_matched_nothing_are_known()
    {
        var patterns = new NamePatterns(["nginx", "postgresql-*", "apache2", "nginx*"]);
        Assert.IsTrue(patterns.IsMatch("nginx"));
        Assert.IsFalse(patterns.IsMatch("curl"));
        Assert.AreSequenceEqual(["postgresql-*", "apache2"], patterns.Unmatched);
    }
}
