using System.Text;
using Chantal.Rpm.Rewriting;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class LocationBaseTests
{
    [TestMethod]
    [DataRow("""<package><location xml:base="https://a.example/" href="b"/></package>""", """<package><location href="b"/></package>""")]
    [DataRow("""<package><location href='b' xml:base = 'https://a.example/'/></package>""", """<package><location href='b'/></package>""")]
    [DataRow("""<package><description>xml:base="x"</description><location href="b"/></package>""", """<package><description>xml:base="x"</description><location href="b"/></package>""")]
    [DataRow("""<package pkgid="1"/>""", """<package pkgid="1"/>""")]
    public void A_location_loses_its_base_and_nothing_else(string element, string expected)
    {
        using var output = new MemoryStream();

        LocationBase.WriteWithout(Encoding.UTF8.GetBytes(element), output);

        Assert.AreEqual(expected, Encoding.UTF8.GetString(output.ToArray()));
    }
}
