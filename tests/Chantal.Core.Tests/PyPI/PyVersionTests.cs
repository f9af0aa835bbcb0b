using Chantal.PyPI.Versions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class PyVersionTests
{
    // Every spelling that the grammar allows, and around each what it does not.
    private static readonly string[] Table =
    [
        "0", "0.0", "1", "1.0", "1.0.0", "01.00", "1.1", "1.10", "1.9", "1!0", "1!1.0", "0!1.0", "2!0.1", "v1.0", "V1.0", " 1.0 ", "1.0\t",
        "1.0a1", "1.0.a1", "1.0-a1", "1.0_a1", "1.0a.1", "1.0a-1", "1.0a_1", "1.0alpha1", "1.0ALPHA01", "1.0b2", "1.0beta2", "1.0.beta-2",
        "1.0c3", "1.0rc3", "1.0pre3", "1.0preview3", "1.0RC", "1.0a", "1.0a.", "1.0a-", "1.0b10", "1.0b9",
        "1.0.post1", "1.0-1", "1.0-01", "1.0post1", "1.0-post1", "1.0_post_1", "1.0.rev1", "1.0r1", "1.0-r.1", "1.0.post", "1.0.post0", "1.0post-",
        "1.0.dev1", "1.0dev1", "1.0-dev1", "1.0_DEV-1", "1.0.dev", "1.0dev0", "1.0a1.dev2", "1.0a.dev2", "1.0a..dev2", "1.0.post1.dev3", "1.0-1.dev3",
        "1.0a1.post2", "1.0a1-2", "1.0a-1-2", "1.0a--1", "1.0a1.post2.dev3", "1.0rc1.post2", "1.0.dev456", "1.0.15",
        "1.0+abc", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0+05", "1.0+ABC", "1.0+ubuntu-1", "1.0+ubuntu_1", "1.0+1.abc", "1.0+a", "1.0+a.b", "1.0+ab", "1.0+a1",
        "1.0a1+x", "1.0.post1+x", "1.0.dev1+x", "1!1.0a1.post2.dev3+local.4",
        "1.223", "1.224", "1.225", "1.255", "1.256", "1.65535", "1.65536", "1.4294967296", "1.18446744073709551615", "20230101", "2023.1.1", "202301011200",
        "1.9999999999999999999", "1.10000000000000000000", "1.18446744073709551616", "1.99999999999999999999", "1.100000000000000000000", "1.0.0.0.0.0.1",
        "1.1.dev1", "1.1.0.0a0", "1.1.0.0", "0.0.1", "0a0", "0.dev0", "1.0.1a0", "1.0.0.1",
        "", " ", "v", "1.", ".1", "1..0", "a1", "1.0x", "1.0-", "1.0.", "1.0+", "1.0+a.", "1.0+.a", "1.0+a..b", "1.0+a+b", "1.0+ä", "2004d", "1.0-final", "1.0 a1",
        "1!", "!1", "1!1!1", "-1", "1.0--1", "1.0-_1", "1.0_1", "1.0.post1.post2", "1.0.dev1.post1", "1.0.post1a1", "1.0dev1dev2", "1.0.*", "1,0", "1.0a1b1", "latest", "vv1", "1.0.--dev",
        "1.0-_dev1", "1.0a._dev1", "1.0.post..dev1", "١.0", "1.0.٢",
    ];

    [TestMethod]
    public void Validity_normal_form_and_kind_are_those_of_packaging()
    {
        var answers = PythonPackaging.Answer(
            """
            version = load("version")
            for line in lines:
                try:
                    v = version.Version(line)
                    print(v, v.is_prerelease, v.is_postrelease, v.is_devrelease, v.local is not None)
                except version.InvalidVersion:
                    print("invalid")
            """,
            Table);
        foreach (var (text, expected) in Table.Zip(answers))
        {
            var actual = PyVersion.TryParse(text, out var v) ? $"{v.ToNormalForm()} {v.IsPreRelease} {v.IsPostRelease} {v.IsDevRelease} {v.IsLocal}" : "invalid";
            Assert.AreEqual(expected, actual, text);
        }
    }

    [TestMethod]
    public void The_order_is_that_of_packaging()
    {
        var versions = Table.Where(t => PyVersion.TryParse(t, out _)).ToArray();
        var answers = PythonPackaging.Answer(
            """
            version = load("version")
            versions = [version.Version(line) for line in lines]
            for a in versions:
                print("".join("<" if a < b else "=" if a == b else ">" for b in versions))
            """,
            versions);
        for (var i = 0; i < versions.Length; i++)
        {
            for (var j = 0; j < versions.Length; j++)
            {
                var (a, b) = (PyVersion.Parse(versions[i]), PyVersion.Parse(versions[j]));
                Assert.AreEqual(answers[i][j], "<=>"[Math.Sign(a.CompareTo(b)) + 1], $"{a} and {b}");
                Assert.AreEqual(answers[i][j] == '=', a.Equals(b), $"{a} and {b}");
                Assert.IsTrue(!a.Equals(b) || a.GetHashCode() == b.GetHashCode(), $"{a} and {b}");
            }
        }
    }

    [TestMethod]
    public void The_text_stays_as_it_was_written()
    {
        var version = PyVersion.Parse("V1.00-ALPHA");
        Assert.AreEqual("V1.00-ALPHA", version.Text);
        Assert.AreEqual("1.0a0", version.ToNormalForm());
    }

    [TestMethod]
    public void A_text_longer_than_a_files_name_is_no_version()
    {
        Assert.IsTrue(PyVersion.TryParse(new string('9', PyVersion.MaxLength), out var longest));
        Assert.IsTrue(longest.CompareTo(PyVersion.Parse("1")) > 0);
        Assert.IsTrue(PyVersion.TryParse("1" + string.Concat(Enumerable.Repeat(".255", 63)), out _));
        Assert.IsFalse(PyVersion.TryParse(new string('9', PyVersion.MaxLength + 1), out _));
        Assert.IsFalse(PyVersion.TryParse(null, out _));
    }

    [TestMethod]
    public void What_is_no_version_throws_where_it_has_to_be_one() => Assert.ThrowsExactly<FormatException>(() => PyVersion.Parse("latest"));

    [TestMethod]
    public void Nothing_is_later_than_null() => Assert.AreEqual(1, PyVersion.Parse("0").CompareTo(null));
}
