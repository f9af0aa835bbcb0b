using System.Text;
using Chantal.Apt.Packages;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class RelationTests
{
    [TestMethod]
    [DataRow("libc6 (>= 2.34), libfoo1 (<< 2~) | bar:any", "libc6 (>= 2.34), libfoo1 (<< 2~) | bar:any")]
    [DataRow("a(=1:2-3)", "a (= 1:2-3)")]
    [DataRow("a (> 1), b (< 2)", "a (>= 1), b (<= 2)")]
    [DataRow("python3:any (>= 3.9~), perl:native", "python3:any (>= 3.9~), perl:native")]
    [DataRow("a [amd64 i386] <!nocheck> <!stage1>", "a")]
    [DataRow("a,\n b ,, c |", "a, b, c")]
    [DataRow("a (>= ), b", "a (>= ), b")]
    [DataRow("a (broken", "a (broken")]
    [DataRow("", "")]
    public void Relationship_fields_are_read(string field, string expected) =>
        Assert.AreEqual(expected, string.Join(", ", RelationParser.Parse(Encoding.UTF8.GetBytes(field)).Select(c => string.Join(" | ", c))));

    [TestMethod]
    [DataRow("a", "1", true)]
    [DataRow("a (>= 2)", "2", true)]
    [DataRow("a (>= 2)", "2~rc1", false)]
    [DataRow("a (>> 2)", "2", false)]
    [DataRow("a (<< 2)", "2~rc1", true)]
    [DataRow("a (= 1:2)", "2", false)]
    [DataRow("a (<= 2)", "2-0", true)]
    public void Versions_are_accepted_as_the_operator_says(string relation, string version, bool expected) =>
        Assert.AreEqual(expected, One(relation).Accepts(Encoding.UTF8.GetBytes(version)));

    [TestMethod]
    [DataRow("a", "amd64", true)]
    [DataRow("a [amd64 arm64]", "arm64", true)]
    [DataRow("a [amd64 arm64]", "i386", false)]
    [DataRow("a [!amd64 !arm64]", "i386", true)]
    [DataRow("a [!amd64 !arm64]", "amd64", false)]
    [DataRow("a [linux-any]", "amd64", true)]
    [DataRow("a [linux-any]", "hurd-i386", false)]
    [DataRow("a [any-i386]", "hurd-i386", true)]
    public void Restrictions_say_where_a_relation_holds(string relation, string architecture, bool expected) =>
        Assert.AreEqual(expected, One(relation).AppliesTo(architecture));

    private static Relation One(string relation) => RelationParser.Parse(Encoding.UTF8.GetBytes(relation))[0][0];
}
