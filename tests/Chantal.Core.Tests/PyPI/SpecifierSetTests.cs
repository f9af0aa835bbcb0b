using Chantal.PyPI.Versions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class SpecifierSetTests
{
    private static readonly string[] Versions =
    [
        "0", "0.dev1", "1", "1.0", "1.0.0", "1.1", "1.2", "2", "2.0", "2.0.1", "2.2", "2.2.0", "2.2.5", "2.3", "3.0", "1!1.0", "1!2.2", "10.0",
        "1.0a1", "1.0.dev1", "1.0a1.dev2", "1.0rc1", "1.0.post1", "1.0.post1.dev1", "1.0.post2", "1.0a1.post1", "1.1a1", "1.1.dev1", "2.2a1", "2.2.post3", "2.2.post1.dev2",
        "2.2.1rc1", "2.2rc2", "3.0a1", "1.0+local", "1.0+other", "1.0+local.1", "1.0.post1+local", "1.0a1+local", "2.2+local", "1.0.1", "1.0.1+x", "2.2.1.0.0", "2.2.0.5",
    ];

    private static readonly string[] Specifiers =
    [
        "==1", "==1.0", "==1.0.0.0", "==1.0+local", "==1.0+LOCAL", "==1.0a1", "==1.0.post1", "==v1.0", "== 1.0", "==1!1.0", "==0",
        "!=1", "!=1.0", "!=1.0+local", "!=1.0a1", "!=2.2.*", "!=1.*", "!=1!1.*",
        "<=1.0", "<=1.0a1", "<=1.0.post1", "<=2.2", ">=1.0", ">=1.0a1", ">=1.0.post1", ">=2.2.dev0", ">=1!0",
        "<1.0", "<1.0a1", "<1.0.dev2", "<1.0.post1.dev1", "<2.2", "<2.2rc2", "<1.0.1", "<1!0", "<3.0",
        ">1.0", ">2.2", ">0", ">3.0", ">1!1.0",
        "==2.*", "==1.*", "==1!1.*", "==2.2.1.*", "==10.*",
        "~=1.0", "~=2.2", "~=2.2.0", "~=2.2.5", "~=2.2.post3", "~=2.2rc2", "~=2.2.1rc1", "~=1!1.0", "~=1.0.dev1", "~=2.0.1", "~=2.2.post1.dev2",
        "===1.0", "===1.0.post1", "===2.2", ">=1.0,<2", ">=1.0,!=1.1,<2.2", ">1.0,<=2.2.5,!=2.2.*", "~=2.2,!=2.2.5",
    ];

    [TestMethod]
    public void What_each_specifier_accepts_is_what_packaging_accepts()
    {
        var answers = PythonPackaging.Answer(
            """
            specifiers, version = load("specifiers"), load("version")
            versions = [version.Version(v) for v in lines[0].split(" ")]
            print(len(versions))
            for line in lines[1:]:
                s = specifiers.SpecifierSet(line)
                print("".join("y" if s.contains(v, prereleases=True) else "n" for v in versions))
            """,
            [string.Join(' ', Versions), .. Specifiers]);
        for (var i = 0; i < Specifiers.Length; i++)
        {
            var set = Read(Specifiers[i]);
            var actual = string.Concat(Versions.Select(v => set.Accepts(PyVersion.Parse(v)) ? 'y' : 'n'));
            Assert.AreEqual(answers[i + 1], actual, $"{Specifiers[i]} of {string.Join(' ', Versions)}");
        }
    }

    // Where releases of packaging differ.
    [TestMethod]
    [DataRow("==0.*", "0.dev1", true)]
    [DataRow("==0.*", "0.1", true)]
    [DataRow("==0.*", "1", false)]
    [DataRow("==0.*", "1!1.0", false)]
    [DataRow(">1.0a1", "1.0a1", false)]
    [DataRow(">1.0a1", "1.0a1+local", false)]
    [DataRow(">1.0a1", "1.0a1.post1", false)]
    [DataRow(">1.0a1", "1.0a2.dev1", true)]
    [DataRow(">1.0a1", "1.0", true)]
    [DataRow(">1.0a1", "1.0.post1", true)]
    [DataRow(">1.0a1", "1.0+local", true)]
    [DataRow(">1.0.post1", "1.0.post1", false)]
    [DataRow(">1.0.post1", "1.0.post1+local", false)]
    [DataRow(">1.0.post1", "1.0.post2.dev1", true)]
    [DataRow(">1.0.post1", "1.0.post2+local", true)]
    [DataRow(">1.0.dev1", "1.0.dev1+local", false)]
    [DataRow(">1.0.dev1", "1.0.dev2", true)]
    [DataRow(">1.0.dev1", "1.0.post1", true)]
    [DataRow(">1.0.post1.dev1", "1.0.post1", true)]
    [DataRow("<1.0.post1", "1.0a1", true)]
    [DataRow("<1.0.post1", "1.0", true)]
    [DataRow("<1.0.post1", "1.0+local", true)]
    [DataRow("<1.0.post1", "1.0.post1.dev1", false)]
    [DataRow("<1.0.post1", "1.0.post1", false)]
    [DataRow("<1.0-1", "1.0.post0", true)]
    [DataRow("< v1.0", "1.0.dev0", false)]
    [DataRow("<1.0", "0.9.post1+local", true)]
    [DataRow("==1.0.*", "1", true)]
    [DataRow("==1.0.*", "1a1", true)]
    [DataRow("==1.0.*", "1.0.5.post1+x", true)]
    [DataRow("==1.0.0.*", "1.0", true)]
    [DataRow("==1.0.*", "1.1", false)]
    [DataRow("==1.0.*", "1.10", false)]
    [DataRow("==1.0.*", "1!1.0", false)]
    [DataRow("==1.256.*", "1.256.1", true)]
    [DataRow("==1.0.*", "1.0.dev1", true)]
    public void In_doubt_the_meaning_is_that_of_PEP_440(string specifier, string version, bool expected) =>
        Assert.AreEqual(expected, Read(specifier).Accepts(PyVersion.Parse(version)));

    [TestMethod]
    [DataRow("1.0")]
    [DataRow("=1.0")]
    [DataRow("==")]
    [DataRow(">=1.*")]
    [DataRow("~=1")]
    [DataRow("~=1.*")]
    [DataRow("~=1.0+local")]
    [DataRow(">=1.0+local")]
    [DataRow("<1.0+local")]
    [DataRow("==1.0a1.*")]
    [DataRow("==1.0.post1.*")]
    [DataRow("==1.0+local.*")]
    [DataRow("==*")]
    [DataRow(">=1.0 <2.0")]
    [DataRow("==1.0;")]
    [DataRow("=> 1.0")]
    [DataRow(">=latest")]
    [DataRow("===")]
    [DataRow("===a b")]
    [DataRow(">=1.0,foo")]
    public void What_is_no_specifier_is_refused(string text) => Assert.IsFalse(SpecifierSet.TryParse(text, out _), text);

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow(",")]
    public void No_clause_accepts_everything(string text)
    {
        Assert.AreSame(SpecifierSet.Any, Read(text));
        Assert.IsTrue(Read(text).Accepts(PyVersion.Parse("1.0a1")));
    }

    [TestMethod]
    public void A_comma_too_many_does_no_harm() => Assert.AreEqual(">=1.0,<2", Read(" >=1.0, ,< 2,").ToString());

    [TestMethod]
    public void A_hostile_number_of_clauses_is_refused() =>
        Assert.IsFalse(SpecifierSet.TryParse(string.Join(',', Enumerable.Repeat("!=1", SpecifierSet.MaxCount + 1)), out _));

    [TestMethod]
    [DataRow("===2004d", "2004D", true)]
    [DataRow("===2004d,===2004D", "2004d", true)]
    [DataRow("===2004d,>=1", "2004d", false)]
    [DataRow(">=1", "2004d", false)]
    [DataRow("!=1", "2004d", false)]
    [DataRow("", "2004d", false)]
    public void A_text_that_is_no_version_is_asked_for_by_three_equal_signs_only(string specifiers, string text, bool expected) =>
        Assert.AreEqual(expected, Read(specifiers).AcceptsText(text));

    [TestMethod]
    [DataRow("===1.0-1", true)]
    [DataRow("===1.0.post1", true)]
    [DataRow("===1.0.post01", false)]
    public void Three_equal_signs_compare_with_what_was_written_and_with_the_normal_form(string specifier, bool expected) =>
        Assert.AreEqual(expected, Read(specifier).Accepts(PyVersion.Parse("1.0-1")));

    [TestMethod]
    [DataRow(">=1.0", false, "1.0 1.1")]
    [DataRow(">=1.0", true, "1.0 1.1 1.2rc1")]
    [DataRow(">=1.0a1", false, "1.0a1 1.0 1.1 1.2rc1")]
    [DataRow(">=1.0,!=1.1a1", false, "1.0 1.1")]
    [DataRow(">1.1", false, "1.2rc1")]
    [DataRow("<1.0", false, "0.9.dev1")]
    [DataRow("", false, "1.0 1.1")]
    [DataRow(">2", false, "")]
    public void Pre_releases_are_taken_if_named_or_asked_for_or_alone(string specifiers, bool preReleases, string expected)
    {
        var versions = new[] { "0.9.dev1", "1.0a1", "1.0", "1.1", "1.2rc1" }.Select(PyVersion.Parse);
        Assert.AreEqual(expected, string.Join(' ', Read(specifiers).Select(versions, preReleases)));
    }

    [TestMethod]
    public void Two_sets_together_accept_what_both_accept()
    {
        var both = Read(">=1.0").And(Read("<2"));
        Assert.AreEqual(">=1.0,<2", both.ToString());
        Assert.AreSame(both, both.And(SpecifierSet.Any));
        Assert.AreSame(both, SpecifierSet.Any.And(both));
    }

    private static SpecifierSet Read(string text)
    {
        Assert.IsTrue(SpecifierSet.TryParse(text, out var set), text);
        return set;
    }
}
