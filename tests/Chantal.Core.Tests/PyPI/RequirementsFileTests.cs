using Chantal.Diagnostics;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Requirements;
using Chantal.PyPI.Versions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class RequirementsFileTests
{
    private const string Hash1 = "sha256:0000000000000000000000000000000000000000000000000000000000000001";
    private const string Hash2 = "sha256:0000000000000000000000000000000000000000000000000000000000000002";
    private const string Hash3 = "sha256:0000000000000000000000000000000000000000000000000000000000000003";

    private static readonly TargetEnvironment Linux = TargetEnvironmentTests.Of("3.12", "manylinux_2_28_x86_64");

    [TestMethod]
    public void Requirements_comments_and_blank_lines()
    {
        var file = Read("""
            # what we need
            foo>=1.0   # newest of all

            bar[x]; python_version < "3.9"
              qux
            """);
        Assert.AreEqual("foo>=1.0|bar[x]; python_version < \"3.9\"|qux", Show(file));
        Assert.AreEqual("/r/a.txt, line 5", file.Requirements[2].Place);
    }

    [TestMethod]
    public void Lines_end_in_any_way_and_a_byte_order_mark_is_no_name() => Assert.AreEqual("a|b|c", Show(Read("\ufeffa\r\nb\nc")));

    [TestMethod]
    public void A_backslash_joins_lines()
    {
        var file = Read($"foo==1.0 \\\n    --hash={Hash1} \\\n    --hash={Hash2}\nbar \\\n# a comment ends it\nbaz\\\n");
        Assert.AreEqual("foo==1.0|bar|baz", Show(file));
        Assert.AreEqual($"{Hash1} {Hash2}", string.Join(' ', file.Requirements[0].Hashes));
        Assert.AreEqual(1, file.Requirements[0].Number);
        Assert.AreEqual(4, file.Requirements[1].Number);
        Assert.AreEqual(6, file.Requirements[2].Number);
    }

    [TestMethod]
    public void Environment_variables_in_capitals_and_braces_are_filled_in()
    {
        var file = RequirementsFile.Read(["/r/a.txt"], _ => "foo==${VERSION_1}\nbar; os_name == '${EMPTY}'\nbaz; os_name == '${lower} $VERSION_1'", n => n switch { "VERSION_1" => "1.2", "EMPTY" => "", _ => null });
        Assert.AreEqual("foo==1.2|bar; os_name == '${EMPTY}'|baz; os_name == '${lower} $VERSION_1'", Show(file));
    }

    [TestMethod]
    public void Files_are_included_relative_to_the_one_that_names_them()
    {
        var file = ReadAll(new()
        {
            ["/r/a.txt"] = "-r sub/b.txt\n--requirement=../c.txt\n-rd.txt\n--requirement 'e f.txt'",
            ["/r/sub/b.txt"] = "b\n-r b2.txt",
            ["/r/sub/b2.txt"] = "b2",
            ["/c.txt"] = "c",
            ["/r/d.txt"] = "d",
            ["/r/e f.txt"] = "e",
        });
        Assert.AreEqual("b|b2|c|d|e", Show(file));
    }

    [TestMethod]
    public void A_file_that_is_included_twice_is_read_once() => Assert.AreEqual("c", Show(ReadAll(new()
    {
        ["/r/a.txt"] = "-r b.txt\n-r c.txt",
        ["/r/b.txt"] = "-r c.txt",
        ["/r/c.txt"] = "c",
    })));

    [TestMethod]
    public void Files_that_include_each_other_are_refused()
    {
        var fault = RefusedAll(DiagnosticCodes.RequirementsInclusion, new() { ["/r/a.txt"] = "x\n-r b.txt", ["/r/b.txt"] = "-c a.txt" });
        Assert.Contains("/r/a.txt includes /r/b.txt includes /r/a.txt", fault.Message);
        Assert.Contains("/r/b.txt, line 1", fault.Message);
    }

    [TestMethod]
    public void Hostile_depths_and_numbers_of_files_are_refused()
    {
        var fault = Assert.ThrowsExactly<MirrorException>(() => RequirementsFile.Read(["/0"], p => $"-r {int.Parse(p[1..]) + 1}", _ => null));
        Assert.AreEqual(DiagnosticCodes.RequirementsInclusion, fault.Code);
        fault = Assert.ThrowsExactly<MirrorException>(() => RequirementsFile.Read(["/0"], p => p == "/0" ? string.Join('\n', Enumerable.Range(1, 1000).Select(i => $"-r {i}")) : "x", _ => null));
        Assert.AreEqual(DiagnosticCodes.RequirementsInclusion, fault.Code);
    }

    [TestMethod]
    public void Constraints_narrow_but_select_nothing()
    {
        var file = ReadAll(new()
        {
            ["/r/a.txt"] = "foo\n-c c.txt",
            ["/r/c.txt"] = $"Foo<2\nbar==1.0 --hash={Hash1}\nfoo!=1.5; sys_platform == 'linux'\nfoo!=1.6; sys_platform == 'win32'\nfoo>0 --hash={Hash1} --hash={Hash2}\nfoo>0 --hash={Hash2} --hash={Hash3}",
        });
        Assert.AreEqual("foo", Show(file));
        Assert.AreEqual("<2,!=1.5,>0,>0", file.ConstraintOn("foo", Linux).Specifiers.ToString());
        Assert.AreEqual(Hash2, string.Join(' ', file.ConstraintOn("foo", Linux).Hashes));
        Assert.AreSame(SpecifierSet.Any, file.ConstraintOn("baz", Linux).Specifiers);
    }

    [TestMethod]
    public void Options_that_say_where_packages_come_from_are_ignored_with_a_note()
    {
        var file = Read("-i https://user:secret@example.com/simple\n--index-url=https://example.com\n--extra-index-url https://example.com\n-f dir\n--no-index\n--trusted-host example.com\n--prefer-binary\n--use-feature=fast-deps\nfoo --config-settings=\"a b\" --global-option x -C y");
        Assert.AreEqual("foo", Show(file));
        Assert.HasCount(11, file.Notes);
        Assert.AreEqual("/r/a.txt, line 1: --index-url is ignored; the definition's Upstream says where packages come from.", file.Notes[0]);
        Assert.IsFalse(string.Concat(file.Notes).Contains("secret", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Pre_releases_are_taken_if_a_file_says_so()
    {
        Assert.IsTrue(Read("--pre\nfoo").PreReleases);
        Assert.IsFalse(Read("foo").PreReleases);
    }

    [TestMethod]
    public void With_require_hashes_every_requirement_needs_one()
    {
        Assert.IsTrue(Read($"--require-hashes\nfoo --hash={Hash1}\nbar --hash {Hash2}").RequireHashes);
        Refused(DiagnosticCodes.RequirementHashMissing, $"--require-hashes\nfoo --hash={Hash1}\nbar");
        Assert.HasCount(1, ReadAll(new() { ["/r/a.txt"] = "--require-hashes\nfoo\n-c c.txt", ["/r/c.txt"] = $"foo==1 --hash={Hash1}" }).Requirements);
    }

    [TestMethod]
    [DataRow("--only-binary=:all:", "foo", "wheel")]
    [DataRow("--no-binary :all:", "foo", "sdist")]
    [DataRow("--only-binary=Foo,bar", "foo", "wheel")]
    [DataRow("--only-binary=Foo,bar", "baz", "wheel sdist")]
    [DataRow("--only-binary=:all:\n--no-binary=Foo", "foo", "sdist")]
    [DataRow("--only-binary=:all:\n--no-binary=Foo", "bar", "wheel")]
    [DataRow("--only-binary=foo\n--no-binary=:all:", "foo", "sdist")]
    [DataRow("--only-binary=:all:\n--only-binary=:none:", "foo", "wheel sdist")]
    [DataRow("--only-binary=foo\n--no-binary=foo", "foo", "sdist")]
    [DataRow("--no-binary=foo,:none:,bar", "foo", "wheel sdist")]
    [DataRow("--no-binary=foo,:none:,bar", "bar", "sdist")]
    [DataRow("--no-binary=:all:,foo", "bar", "sdist")]
    [DataRow("", "foo", "wheel sdist")]
    public void Kinds_of_files_are_narrowed_as_pip_does(string options, string name, string expected)
    {
        var formats = Read(options).Formats;
        var actual = new[] { ("wheel", PackageType.Wheel), ("sdist", PackageType.Sdist) }.Where(t => formats.Allows(name, t.Item2)).Select(t => t.Item1);
        Assert.AreEqual(expected, string.Join(' ', actual));
    }

    [TestMethod]
    [DataRow("-e .")]
    [DataRow("--editable=git+https://example.com/foo.git#egg=foo")]
    [DataRow("foo @ https://example.com/foo-1.0.tar.gz")]
    [DataRow("https://example.com/foo-1.0.tar.gz")]
    [DataRow("git+https://example.com/foo.git@v1#egg=foo")]
    [DataRow("git+git@example.com:foo/bar.git")]
    [DataRow("file:foo")]
    [DataRow(".")]
    [DataRow("./foo")]
    [DataRow("../foo[extra]")]
    [DataRow("~/foo")]
    [DataRow("/srv/foo")]
    [DataRow("wheels/foo")]
    [DataRow("C:\\wheels\\foo")]
    [DataRow("foo-1.0-py3-none-any.whl")]
    [DataRow("foo-1.0.tar.gz; os_name == 'nt'")]
    public void What_no_index_has_is_refused(string line)
    {
        var fault = Refused(DiagnosticCodes.RequirementNotOfIndex, $"ok\n{line}");
        Assert.StartsWith("/r/a.txt, line 2: ", fault.Message);
    }

    [TestMethod]
    public void A_password_does_not_reach_the_log() =>
        Assert.Contains("https://…@example.com/foo.zip", Refused(DiagnosticCodes.RequirementNotOfIndex, "foo @ https://user:p@ss@example.com/foo.zip").Message);

    [TestMethod]
    [DataRow("foo bar")]
    [DataRow("foo==")]
    [DataRow("foo>=1.*")]
    [DataRow("foo; python == '3'")]
    [DataRow("foo --hash=sha256:00")]
    [DataRow("foo --hash=md5:00000000000000000000000000000000")]
    [DataRow("foo --hash='sha256:")]
    [DataRow("==1.0")]
    public void What_is_no_requirement_is_refused(string line) => Refused(DiagnosticCodes.RequirementMalformed, line);

    [TestMethod]
    [DataRow("--unknown")]
    [DataRow("-x")]
    [DataRow("-")]
    [DataRow("--")]
    [DataRow("foo --unknown=1")]
    [DataRow("-r")]
    [DataRow("--index-url")]
    [DataRow("--pre=yes")]
    [DataRow("foo --pre")]
    [DataRow("--hash=sha256:00")]
    [DataRow("--pre foo")]
    public void Options_that_are_unknown_or_misplaced_are_refused(string line) => Refused(DiagnosticCodes.RequirementsOptionUnknown, line);

    [TestMethod]
    public void A_file_that_is_missing_is_named_with_the_line_that_includes_it()
    {
        Assert.Contains("/r/a.txt, line 2: the requirements file /r/b.txt does not exist", Refused(DiagnosticCodes.RequirementsUnreadable, "\n-r b.txt").Message);
        RefusedAll(DiagnosticCodes.RequirementsUnreadable, []);
        Refused(DiagnosticCodes.RequirementsUnreadable, "-r https://example.com/requirements.txt");
    }

    [TestMethod]
    public void Several_files_are_read_one_after_the_other() =>
        Assert.AreEqual("a|b", Show(RequirementsFile.Read(["/r/a.txt", "/r/b.txt", "/r/a.txt"], p => p == "/r/a.txt" ? "a" : "b", _ => null)));

    private static string Show(RequirementsFile file) => string.Join('|', file.Requirements.Select(r => r.Requirement));

    private static RequirementsFile Read(string text) => ReadAll(new() { ["/r/a.txt"] = text });

    private static RequirementsFile ReadAll(Dictionary<string, string> files) => RequirementsFile.Read(["/r/a.txt"], p => files.GetValueOrDefault(p), _ => null);

    private static MirrorException Refused(string code, string text) => RefusedAll(code, new() { ["/r/a.txt"] = text });

    private static MirrorException RefusedAll(string code, Dictionary<string, string> files)
    {
        var fault = Assert.ThrowsExactly<MirrorException>(() => ReadAll(files));
        Assert.AreEqual(code, fault.Code, fault.Message);
        return fault;
    }
}
