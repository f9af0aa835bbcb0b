using Chantal.PyPI.Distributions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class ProjectNameTests
{
    [TestMethod]
    [DataRow("friendly-bard", "friendly-bard")]
    [DataRow("Friendly-Bard", "friendly-bard")]
    [DataRow("FRIENDLY.BARD", "friendly-bard")]
    [DataRow("friendly_bard", "friendly-bard")]
    [DataRow("friendly--bard", "friendly-bard")]
    [DataRow("FrIeNdLy-._.-bArD", "friendly-bard")]
    [DataRow("a", "a")]
    [DataRow("-a_", "-a-")]
    [DataRow("", "")]
    public void Every_spelling_has_one_normal_form(string name, string expected)
    {
        Assert.AreEqual(expected, ProjectName.Normalize(name));
        Assert.AreEqual(expected, ProjectName.Normalize(name.AsSpan()));
    }

    [TestMethod]
    public void A_normal_name_is_not_copied()
    {
        var name = string.Concat("zope-", "interface");
        Assert.AreSame(name, ProjectName.Normalize(name));
    }

    [TestMethod]
    [DataRow("a", true)]
    [DataRow("Foo.Bar_baz-1", true)]
    [DataRow("2to3", true)]
    [DataRow("", false)]
    [DataRow("-a", false)]
    [DataRow("a.", false)]
    [DataRow("a b", false)]
    [DataRow("a/b", false)]
    [DataRow("..", false)]
    [DataRow("naïve", false)]
    [DataRow("a\n", false)]
    public void A_name_is_letters_digits_and_separators_between_them(string name, bool expected) =>
        Assert.AreEqual(expected, ProjectName.IsValid(name));

    [TestMethod]
    public void A_name_without_end_is_no_name() => Assert.IsFalse(ProjectName.IsValid(new string('a', ProjectName.MaxLength + 1)));

    [TestMethod]
    [DataRow("Foo.Bar", "foo-bar", true)]
    [DataRow("foo--bar", "foo_bar", true)]
    [DataRow("foo-", "foo", false)]
    [DataRow("foo", "foo-", false)]
    [DataRow("foo-bar", "foobar", false)]
    [DataRow("foo-bar", "foo-baz", false)]
    [DataRow("", "", true)]
    public void Spellings_are_compared_by_normal_form(string left, string right, bool expected) =>
        Assert.AreEqual(expected, ProjectName.AreSame(left, right));
}
