using Chantal.PyPI.Requirements;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class RequirementTests
{
    private static readonly string[] Table =
    [
        "foo", "Foo.Bar_baz", " foo ", "foo>=1.0", "foo >= 1.0 , < 2", "foo(>=1.0)", "foo (>=1.0,<2)", "foo[bar]", "foo[bar,Baz_1] >=1", "foo [bar] (>=1)", "foo[ bar , baz ]", "foo[]",
        "foo;python_version<'3'", "foo >=1 ; python_version < '3'", "foo[a]>=1;python_version<'3' and extra == 'x'", "foo (>=1) ; os_name == 'nt'", "foo===1.0", "foo===1.0 ;os_name=='nt'",
        "foo@https://example.com/foo.zip", "foo @ https://example.com/foo.zip", "foo [a] @ https://example.com/foo.zip ; os_name == 'nt'", "foo@git+https://example.com/foo.git",
        "2to3", "f", "foo==1.*", "foo!=1.*,>=1",
        "", "-foo", "foo-", "foo bar", "foo 1.0", "foo (1.0)", "foo [", "foo [a", "foo [a,]", "foo [-]", "foo @", "foo @ https://example.com/ os_name", "foo; ", "foo; x == 'y'",
        "foo (>=1", "foo >=1)", "foo (>=1) bar", "föö", "foo/bar", "./foo", "foo\n\nbar", "[a]", ">=1", "@ x",
    ];

    [TestMethod]
    public void Requirements_are_read_as_packaging_reads_them()
    {
        var answers = PythonPackaging.Answer(
            """
            import re
            requirements = load("requirements")
            for line in lines:
                try:
                    r = requirements.Requirement(line.replace("\\n", "\n"))
                    name = re.sub(r"[-_.]+", "-", r.name).lower()
                    extras = sorted(re.sub(r"[-_.]+", "-", e).lower() for e in r.extras)
                    print(name, extras, len(r.specifier), r.url is not None, r.marker is not None)
                except requirements.InvalidRequirement:
                    print("invalid")
            """,
            [.. Table.Select(t => t.Replace("\n", "\\n", StringComparison.Ordinal))]);
        foreach (var (text, expected) in Table.Zip(answers))
        {
            var isRead = Requirement.TryParse(text, out var r, out var fault);
            Assert.AreNotEqual(isRead, fault is not null, text);
            var actual = r is null ? "invalid" : $"{r.Name} [{string.Join(", ", r.Extras.Order(StringComparer.Ordinal).Select(e => $"'{e}'"))}] {r.Specifiers.Specifiers.Length} {r.Url is not null} {r.Marker is not null}"
                .Replace("true", "True", StringComparison.Ordinal);
            Assert.AreEqual(expected, actual, text);
        }
    }

    // Where pip 23's packaging still takes what PEP 440 does not allow.
    [TestMethod]
    [DataRow("foo >=", false)]
    [DataRow("foo >=1 <2", false)]
    [DataRow("foo >=1.*", false)]
    [DataRow("foo >=latest", false)]
    [DataRow("foo===1.0;os_name=='nt'", true)]
    public void Version_specifiers_are_those_of_today(string text, bool expected) => Assert.AreEqual(expected, Requirement.TryParse(text, out _, out _));

    [TestMethod]
    public void All_parts_of_a_requirement_are_kept()
    {
        Assert.IsTrue(Requirement.TryParse("Zope.Interface[Test_Suite,docs] >=1.0, <2 ; python_version >= '3'", out var requirement, out _));
        Assert.AreEqual("zope-interface", requirement.Name);
        Assert.AreEqual("test-suite docs", string.Join(' ', requirement.Extras));
        Assert.AreEqual(">=1.0,<2", requirement.Specifiers.ToString());
        Assert.AreEqual("python_version >= '3'", requirement.Marker!.Text);
        Assert.AreEqual("zope-interface[test-suite,docs]>=1.0,<2; python_version >= '3'", requirement.ToString());
    }

    [TestMethod]
    public void A_URL_is_kept_as_it_was_written()
    {
        Assert.IsTrue(Requirement.TryParse("foo @ https://example.com/a;b ; os_name == 'nt'", out var requirement, out _));
        Assert.AreEqual("https://example.com/a;b", requirement.Url);
        Assert.AreEqual("os_name == 'nt'", requirement.Marker!.Text);
    }

    [TestMethod]
    public void Without_a_marker_a_requirement_applies_everywhere()
    {
        var environment = TargetEnvironmentTests.Of("3.12", "win_amd64");
        Assert.IsTrue(Read("foo").AppliesTo(environment));
        Assert.IsFalse(Read("foo; sys_platform == 'linux'").AppliesTo(environment));
        Assert.IsFalse(Read("foo; extra == 'x'").AppliesTo(environment));
        Assert.IsTrue(Read("foo; extra == 'x'").AppliesTo(environment, "x"));
    }

    private static Requirement Read(string text)
    {
        Assert.IsTrue(Requirement.TryParse(text, out var requirement, out _), text);
        return requirement;
    }
}
