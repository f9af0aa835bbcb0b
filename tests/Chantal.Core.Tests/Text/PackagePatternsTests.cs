using Chantal.Text;

namespace Chantal.Core.Tests.Text;

/// <summary>Packages that a definition names by name, version or full name.</summary>
[TestClass]
public sealed class PackagePatternsTests
{
    [TestMethod]
    [DataRow("nginx", "", true)]
    [DataRow("ngin?", "", true)]
    [DataRow("nginx-core", "", false)]
    [DataRow("nginx", "1.2*", true)]
    [DataRow("nginx", "1.2", true)]
    [DataRow("nginx", "1.2-3.el9", true)]
    [DataRow("nginx", "2:1.2-3.el9", true)]
    [DataRow("nginx", "1:1.2-3.el9", false)]
    [DataRow("nginx", "1.3*", false)]
    [DataRow("ng*", "1.2*", true)]
    [DataRow("ng*", "1.3*", false)]
    [DataRow("nginx-1.2-3.el9", "", true)]
    [DataRow("nginx-1.2-3.el9.x86_64", "", true)]
    [DataRow("nginx-2:1.2-3.el9.x86_64", "", true)]
    [DataRow("nginx-1:1.2-3.el9.x86_64", "", false)]
    [DataRow("nginx-1.2-3.el9.i686", "", false)]
    [DataRow("nginx-1.2-3.el8", "", false)]
    [DataRow("nginx-1.2*.x86_64", "", true)]
    [DataRow("*.x86_64", "", true)]
    [DataRow("nginx.x86_64", "", true)]
    [DataRow("nginx.i686", "", false)]
    public void A_package_is_known_by_name_version_or_full_name(string name, string version, bool expected)
    {
        var patterns = new PackagePatterns([new PackagePattern(name, version)], knowsFullNames: true);

        Assert.AreEqual(expected, patterns.IsMatch("nginx", "2:1.2-3.el9", "x86_64"));
        Assert.AreEqual(!expected, patterns.Unmatched.Any());
    }

    [TestMethod]
    public void No_epoch_is_epoch_zero()
    {
        var patterns = new PackagePatterns([new("lib", "0:1.0-1"), new("tool-0:1.0-1.noarch")], knowsFullNames: true);

        Assert.IsTrue(patterns.IsMatch("lib", "1.0-1", "noarch"));
        Assert.IsTrue(patterns.IsMatch("tool", "1.0-1", "noarch"));
    }

    [TestMethod]
    public void Where_names_have_no_full_form_a_name_that_looks_like_one_is_a_name()
    {
        var patterns = new PackagePatterns([new("libgtk-1.2-0")]);

        Assert.IsFalse(patterns.KnowsVersions);
        Assert.IsTrue(patterns.IsMatch("libgtk-1.2-0", "", ""));
        Assert.IsFalse(patterns.IsMatch("libgtk", "1.2-0", "amd64"));
    }

    [TestMethod]
    public void Each_entry_that_matched_nothing_is_named()
    {
        var patterns = new PackagePatterns([new("lib"), new("lib", "1.*"), new("lib", "2.*"), new("gone-1.0-1")], knowsFullNames: true);

        Assert.IsTrue(patterns.IsMatch("lib", "1.0-1", "noarch"));

        Assert.AreSequenceEqual(["lib, Version 2.*", "gone-1.0-1"], patterns.Unmatched.Select(p => p.ToString()));
    }
}
