using System.Text;
using Chantal.Diagnostics;
using Chantal.Rpm.Roots;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class RepomdTests
{
    [TestMethod]
    public void Two_lists_of_packages_are_refused()
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => Parse("""<data type="primary"><location href="a"/></data><data type="primary"><location href="b"/></data>"""));

        Assert.AreEqual(DiagnosticCodes.RepomdMalformed, refusal.Code);
    }

    [TestMethod]
    public void What_is_written_keeps_the_labels_and_names_no_other_place()
    {
        var repomd = Parse("""
            <revision>5</revision>
            <tags><content>binary-x86_64</content><distro cpeid="cpe:/o:rocky:rocky:9">Rocky Linux 9</distro><repo>a &amp; b</repo></tags>
            <data type="primary"><location xml:base="https://elsewhere.example/" href="repodata/primary.xml"/></data>
            """);

        var written = RepomdWriter.Write(repomd);
        var again = RepomdParser.Parse(written, "repomd.xml");

        Assert.AreSequenceEqual(
            [new RepomdTag("content", null, "binary-x86_64"), new RepomdTag("distro", "cpe:/o:rocky:rocky:9", "Rocky Linux 9"), new RepomdTag("repo", null, "a & b")], again.Tags);
        Assert.AreEqual("5", again.Revision);
        Assert.IsNull(again.Data.Single().Base);
    }

    private static Repomd Parse(string content) => RepomdParser.Parse(Encoding.UTF8.GetBytes($"<repomd xmlns=\"http://linux.duke.edu/metadata/repo\">{content}</repomd>"), "repomd.xml");
}
