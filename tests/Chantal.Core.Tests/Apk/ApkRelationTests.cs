using Chantal.Apk.Packages;

namespace Chantal.Core.Tests.Apk;

/// <summary>Dependencies and provides are read as apk reads them.</summary>
[TestClass]
public sealed class ApkRelationTests
{
    [TestMethod]
    [DataRow("musl", "9-r0", true)]
    [DataRow("musl=1.2.5-r1", "1.2.5-r1", true)]
    [DataRow("musl=1.2.5-r1", "1.2.5-r2", false)]
    [DataRow("musl>=1.2", "1.2-r0", true)]
    [DataRow("musl>=1.2", "1.2_rc1", false)]
    [DataRow("musl>1.2", "1.2", false)]
    [DataRow("musl<1.2", "1.2_rc1", true)]
    [DataRow("musl<=1.2", "1.2-r1", false)]
    [DataRow("musl~1.2", "1.2.5-r1", true)]
    [DataRow("musl~=1.2", "1.2.5-r1", true)]
    [DataRow("musl~1.2", "1.20-r1", false)]
    [DataRow("musl>~1.2", "1.3", true)]
    [DataRow("musl<~1.2", "1.2.9", true)]
    [DataRow("musl=what", "1.2", false)]
    [DataRow("so:libc.musl-x86_64.so.1", "1", true)]
    [DataRow("cmd:sh=1.37.0-r0", "1.37.0-r0", true)]
    [DataRow("pc:zlib>=1.3", "1.3.1", true)]
    [DataRow("!busybox<1.36", "1.35", true)]
    public void A_relation_allows_some_versions(string text, string version, bool allows)
    {
        var relation = ApkRelation.ParseList(text).Single();

        Assert.AreEqual(allows, relation.Allows(version));
        Assert.AreEqual(text.StartsWith('!'), relation.IsConflict);
    }

    [TestMethod]
    public void A_list_is_separated_by_blanks()
    {
        var relations = ApkRelation.ParseList("/bin/sh so:libssl.so.3=3.5.0  !old py3-foo@edge>=2");

        Assert.AreSequenceEqual(["/bin/sh", "so:libssl.so.3", "old", "py3-foo"], relations.Select(r => r.Name));
        Assert.AreSequenceEqual(["/bin/sh", "so:libssl.so.3=3.5.0", "!old", "py3-foo>=2"], relations.Select(r => r.ToString()));
    }

    [TestMethod]
    public void What_has_no_version_is_any() => Assert.IsTrue(ApkRelation.ParseList("mail-server>=2").Single().Allows(null));
}
