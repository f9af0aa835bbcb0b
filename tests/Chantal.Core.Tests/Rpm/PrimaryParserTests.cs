using System.Text;
using Chantal.Diagnostics;
using Chantal.Rpm.Packages;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class PrimaryParserTests
{
    private const string Whole = """
        <package type="rpm">
          <name>a&amp;b</name><arch>x86_64</arch><version epoch="1" ver="2.0~rc1" rel="3.el9"/>
          <checksum type="sha256" pkgid="YES">aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</checksum>
          <summary>one &lt; two</summary><description><![CDATA[ <name>not this</name> ]]></description>
          <size package="42" installed="1" archive="2"/><location xml:base="https://other.example/" href="Packages/a%b+c.rpm"/>
          <format>
            <rpm:provides><rpm:entry name="a" flags="EQ" epoch="1" ver="2.0~rc1" rel="3.el9"/><rpm:entry name="b"/></rpm:provides>
            <rpm:requires><rpm:entry name="(x if y)"/></rpm:requires>
            <file>/usr/bin/a</file><file type="dir">/etc/a</file>
          </format>
        </package>
        """;

    [TestMethod]
    public void A_package_is_read_with_what_it_provides_requires_and_holds()
    {
        var package = Parse(Whole, withDependencies: true);

        Assert.AreEqual("a&b-1:2.0~rc1-3.el9.x86_64", Nevra.Of(package).ToString());
        Assert.AreEqual("Packages/a%b+c.rpm", package.Location);
        Assert.AreEqual("https://other.example/", package.Base);
        Assert.AreEqual(42, package.Size);
        Assert.AreSequenceEqual([new RpmRelation("a", RpmComparison.Equal, Evr.Parse("1:2.0~rc1-3.el9")), new RpmRelation("b")], package.Provides);
        Assert.AreEqual("(x if y)", package.Requires.Single().Name);
        Assert.AreSequenceEqual(["/usr/bin/a", "/etc/a"], package.Files);
        Assert.IsEmpty(Parse(Whole, withDependencies: false).Provides);
    }

    [TestMethod]
    [DataRow("thing-2.0~rc1-3.el9.src.rpm", "thing 1:2.0~rc1-3.el9")]
    [DataRow("thing-2.0~rc1-3.el9.nosrc.rpm", "thing 1:2.0~rc1-3.el9")]
    [DataRow("", "")]
    [DataRow("no-name", "")]
    public void What_a_package_was_built_from_is_read_with_and_without_dependencies(string file, string expected)
    {
        var text = Whole.Replace("<rpm:provides>", $"<rpm:license>x</rpm:license><rpm:sourcerpm>{file}</rpm:sourcerpm><rpm:header-range start=\"1\" end=\"2\"/><rpm:provides>", StringComparison.Ordinal);
        foreach (var withDependencies in (bool[])[true, false])
        {
            var source = Parse(text, withDependencies).Source;
            Assert.AreEqual(expected, source is { } found ? $"{found.Name} {found.Evr}" : "");
        }

        Assert.HasCount(2, Parse(text, withDependencies: true).Provides);
    }

    [TestMethod]
    public void A_size_of_0_is_one_that_nobody_knew() =>
        Assert.IsNull(Parse(Whole.Replace("package=\"42\"", "package=\"0\"", StringComparison.Ordinal), withDependencies: false).Size);

    [TestMethod]
    [DataRow("<name>a&amp;b</name>", "")]
    [DataRow("<arch>x86_64</arch>", "<arch></arch>")]
    [DataRow("ver=\"2.0~rc1\" rel=\"3.el9\"/>\n  <checksum", "/>\n  <checksum")]
    [DataRow("type=\"sha256\"", "type=\"crc32\"")]
    [DataRow("href=\"Packages/a%b+c.rpm\"", "")]
    [DataRow("a&amp;b", "a&unknown;b")]
    [DataRow("a&amp;b", "a&#xD800;b")]
    [DataRow("</name>", "</nome>")]
    [DataRow("package=\"42\"", "package=42")]
    [DataRow("<summary>", "<!ELEMENT x><summary>")]
    public void What_is_malformed_is_refused(string what, string with) =>
        Assert.AreEqual(DiagnosticCodes.RpmListMalformed, Assert.ThrowsExactly<MirrorException>(() => Parse(Whole.Replace(what, with, StringComparison.Ordinal), withDependencies: true)).Code);

    [TestMethod]
    public void Elements_that_are_nested_without_end_are_refused() =>
        Assert.ThrowsExactly<MirrorException>(() => Parse($"<package>{string.Concat(Enumerable.Repeat("<a>", 100_000))}", withDependencies: true));

    private static PrimaryPackage Parse(string text, bool withDependencies) => PrimaryParser.Parse(Encoding.UTF8.GetBytes(text), withDependencies, "primary.xml");
}
