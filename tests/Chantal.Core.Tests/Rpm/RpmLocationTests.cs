using Chantal.Diagnostics;
using Chantal.Rpm;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class RpmLocationTests
{
    [TestMethod]
    [DataRow("", "x.rpm", "x.rpm")]
    [DataRow("", "Packages/x/x.rpm", "Packages/x/x.rpm")]
    [DataRow("a/os", "Packages/x.rpm", "a/os/Packages/x.rpm")]
    [DataRow("a/os", "./x.rpm", "a/os/x.rpm")]
    [DataRow("a/os", "././p/./x.rpm", "a/os/p/x.rpm")]
    [DataRow("a/os", "../x.rpm", "a/x.rpm")]
    [DataRow("a/os", "../../pool/x.rpm", "pool/x.rpm")]
    [DataRow("a/os", "p/../x.rpm", "a/os/x.rpm")]
    [DataRow("a/os", "../os/x.rpm", "a/os/x.rpm")]
    [DataRow("", "p/../x.rpm", "x.rpm")]
    [DataRow("a", ".hidden/x.rpm", "a/.hidden/x.rpm")]
    [DataRow("a", "...x/..x.rpm", "a/...x/..x.rpm")]
    public void A_location_is_resolved_within_the_mirror(string repository, string href, string expected) =>
        Assert.AreEqual(expected, RpmLocation.Resolve(repository, href, "primary.xml"));

    [TestMethod]
    [DataRow("gcc-c%2B%2B.rpm")]
    [DataRow("100%.rpm")]
    [DataRow("%20.rpm")]
    [DataRow("%zz.rpm")]
    [DataRow("a b^1~2+3#4.rpm")]
    [DataRow("ü.rpm")]
    public void A_location_is_taken_literally(string href) =>
        Assert.AreEqual("r/" + href, RpmLocation.Resolve("r", href, "primary.xml"));

    [TestMethod]
    [DataRow("", "../x.rpm")]
    [DataRow("a/os", "../../../x.rpm")]
    [DataRow("a", "p/../../../a/x.rpm")]
    [DataRow("", "..")]
    public void What_leaves_the_mirror_is_refused_with_the_way_out(string repository, string href)
    {
        var exception = Fails(DiagnosticCodes.LocationOutside, repository, href);

        Assert.Contains("Upstream", exception.Message);
        Assert.Contains("Repository item", exception.Message);
    }

    [TestMethod]
    [DataRow("", "repodata/repomd.xml")]
    [DataRow("a", "repodata/x.rpm")]
    [DataRow("a/os", "../b/repodata/sub/x.rpm")]
    [DataRow("a", "p/../repodata/x.rpm")]
    [DataRow("a", "./repodata/x.rpm")]
    [DataRow("a", "repodata")]
    [DataRow("repodata", "x.rpm")]
    public void Nothing_but_metadata_lies_in_repodata(string repository, string href)
    {
        Fails(DiagnosticCodes.LocationInRepodata, repository, href);

        Assert.Contains("repodata", RpmLocation.Resolve(repository, href, "repomd.xml", isMetadata: true));
    }

    [TestMethod]
    [DataRow("repodata-x/x.rpm")]
    [DataRow("xrepodata/x.rpm")]
    [DataRow("p/repodata.rpm")]
    public void Names_like_repodata_are_names(string href) =>
        Assert.AreEqual("a/" + href, RpmLocation.Resolve("a", href, "primary.xml"));

    [TestMethod]
    [DataRow("")]
    [DataRow("/etc/passwd")]
    [DataRow("/../etc/./passwd")]
    [DataRow("C:/x.rpm")]
    [DataRow("a\\..\\x.rpm")]
    [DataRow("a\nb.rpm")]
    [DataRow("a\u0000.rpm")]
    [DataRow("p//x.rpm")]
    [DataRow("p/")]
    [DataRow("./")]
    [DataRow(".")]
    [DataRow("%2e%2e/x.rpm")]
    [DataRow("%2E./%2fx.rpm")]
    [DataRow("https://evil.example/x.rpm")]
    public void A_hostile_location_is_refused(string href) => Fails(DiagnosticCodes.HostilePath, "", href);

    [TestMethod]
    public void A_hostile_location_is_refused_in_a_repository_below_the_root()
    {
        Fails(DiagnosticCodes.HostilePath, "a/os", "/etc/passwd");
        Fails(DiagnosticCodes.HostilePath, "a/os", "");
        Fails(DiagnosticCodes.HostilePath, "a/os", "/./etc/passwd");
        Fails(DiagnosticCodes.HostilePath, "a/os", "/../x.rpm");
        Fails(DiagnosticCodes.HostilePath, "a/os", "p//x.rpm");
    }

    private static MirrorException Fails(string code, string repository, string href)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(() => RpmLocation.Resolve(repository, href, "primary.xml"));
        Assert.AreEqual(code, exception.Code, exception.Message);
        Assert.StartsWith("primary.xml ", exception.Message);
        return exception;
    }
}
