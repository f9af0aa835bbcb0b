using Chantal.PyPI.Requirements;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class MarkerTests
{
    private static readonly string[] Table =
    [
        "python_version < '3.9'", "python_version >= \"3.9\"", "python_version == '3.11'", "python_version == '3.*'", "python_version == '3.1.*'", "python_version != '3.11'",
        "python_version ~= '3.8'", "python_version ~= '3.12'", "python_version === '3.11'", "'3.9' <= python_version", "'3.9' > python_version", "python_version > '3.2'",
        "python_full_version < '3.11.3'", "python_full_version >= '3.11.3'", "python_full_version == '3.11.*'", "implementation_version >= '3'",
        "os_name == 'posix'", "os_name != 'nt'", "os_name == \"nt\"", "sys_platform == 'linux'", "sys_platform == 'win32'", "'linux' in sys_platform", "'win' in sys_platform",
        "sys_platform in 'linux darwin'", "sys_platform not in 'linux darwin'", "'win' not in sys_platform", "python_version in '3.10 3.11'", "python_version not in '2.6, 2.7'",
        "platform_machine == 'x86_64'", "platform_machine in 'x86_64 AMD64'", "platform_system == 'Linux'", "platform_system != 'Windows'",
        "platform_python_implementation == 'CPython'", "platform_python_implementation == 'PyPy'", "implementation_name == 'cpython'", "implementation_name != 'cpython'",
        "os.name == 'posix'", "sys.platform == 'darwin'", "platform.machine == 'x86_64'", "platform.python_implementation == 'CPython'", "python_implementation == 'CPython'",
        "extra == 'test'", "extra == ''", "extra != 'test'",
        "python_version < '3' or os_name == 'posix'", "python_version < '3' and os_name == 'posix'", "python_version >= '3' and os_name == 'posix' and sys_platform == 'win32'",
        "os_name == 'nt' and python_version < '3' or sys_platform == 'linux'", "os_name == 'nt' and (python_version < '3' or sys_platform == 'linux')",
        "(os_name == 'posix')", "((os_name == 'posix') or (os_name == 'nt')) and (python_version < '3')", "os_name=='posix'and python_version>='3'", " os_name  ==  'posix' ",
        "os_name == 'posix' or os_name == 'nt' and python_version < '3'", "os_name == \"it's\"", "python_version < '2.7' or (python_version >= '3.0' and python_version < '3.3')",
        "os_name", "os_name ==", "== 'posix'", "os_name = 'posix'", "os_name == posix", "os_name == 'posix", "os_name == 'posix' and", "and os_name == 'posix'", "(os_name == 'posix'",
        "os_name not 'posix'", "os_name not in", "unknown == 'a'", "", "()",
        "os_name == 'posix' or or os_name == 'nt'", "not os_name == 'a'", "'", "\"'", "os_name => 'a'", "OS_NAME == 'posix'",
    ];

    [TestMethod]
    public void Markers_hold_where_packaging_says()
    {
        var answers = PythonPackaging.Answer(
            """
            markers = load("markers")
            environment = {
                "implementation_name": "cpython", "implementation_version": "3.11.4", "os_name": "posix", "platform_machine": "x86_64", "platform_system": "Linux",
                "platform_python_implementation": "CPython", "python_full_version": "3.11.4", "python_version": "3.11", "sys_platform": "linux", "extra": "",
            }
            for line in lines:
                try:
                    print(markers.Marker(line).evaluate(environment))
                except markers.InvalidMarker:
                    print("invalid")
            """,
            Table);
        var environment = TargetEnvironmentTests.Of("3.11.4", "manylinux_2_28_x86_64");
        foreach (var (text, expected) in Table.Zip(answers))
        {
            Assert.AreEqual(expected, Marker.TryParse(text, out var marker) ? marker.Holds(environment).ToString() : "invalid", text);
        }
    }

    [TestMethod]
    [DataRow("3.12", "win_amd64", "os_name == 'nt' and sys_platform == 'win32' and platform_system == 'Windows' and platform_machine == 'AMD64'", true)]
    [DataRow("3.12", "win_arm64", "platform_machine == 'ARM64'", true)]
    [DataRow("3.12", "macosx_11_0_arm64", "os_name == 'posix' and sys_platform == 'darwin' and platform_system == 'Darwin' and platform_machine == 'arm64'", true)]
    [DataRow("3.12", "macosx_11_0_arm64", "platform_machine == 'x86_64' or sys_platform == 'linux'", false)]
    [DataRow("3.12", "musllinux_1_2_aarch64", "sys_platform == 'linux' and platform_machine == 'aarch64'", true)]
    [DataRow("2.7", "win_amd64", "python_version < '3'", true)]
    [DataRow("3.13t", "win_amd64", "python_version == '3.13' and python_full_version >= '3.13.0'", true)]
    public void An_environment_answers_as_its_interpreter_would(string python, string platform, string text, bool expected) =>
        Assert.AreEqual(expected, Read(text).Holds(TargetEnvironmentTests.Of(python, platform)));

    [TestMethod]
    [DataRow("python_full_version < '3.11.3'", true)]
    [DataRow("python_full_version >= '3.11.3'", true)]
    [DataRow("python_full_version < '3.11'", false)]
    [DataRow("python_full_version >= '3.12'", false)]
    [DataRow("platform_release >= '20'", true)]
    [DataRow("platform_version == 'x' and sys_platform == 'linux'", true)]
    [DataRow("platform_version == 'x' and sys_platform == 'win32'", false)]
    [DataRow("'test' in extras", true)]
    [DataRow("'test' not in dependency_groups", true)]
    [DataRow("'test' in extras and python_version < '3'", false)]
    public void What_is_not_known_counts_as_if_it_held(string text, bool expected) =>
        Assert.AreEqual(expected, Read(text).Holds(TargetEnvironmentTests.Of("3.11", "manylinux_2_28_x86_64")));

    [TestMethod]
    [DataRow("sys_platform == 'win32'", true)]
    [DataRow("sys_platform == 'linux'", true)]
    [DataRow("python_version < '3'", false)]
    [DataRow("platform_machine == 'x86_64' and os_name == 'nt'", true)]
    public void The_platform_any_is_every_one(string text, bool expected) => Assert.AreEqual(expected, Read(text).Holds(TargetEnvironmentTests.Of("3.11", "any")));

    [TestMethod]
    [DataRow("extra == 'test'", "", false)]
    [DataRow("extra == 'test'", "test", true)]
    [DataRow("extra == 'Test.Suite'", "test_suite", true)]
    [DataRow("'test_suite' == extra", "Test-Suite", true)]
    [DataRow("extra == 'test'", "docs,test", true)]
    [DataRow("extra == 'test' and extra == 'docs'", "docs,test", false)]
    [DataRow("extra == 'test' or extra == 'all'", "all", true)]
    [DataRow("extra != 'test'", "test", true)]
    [DataRow("extra == '1.0'", "1.0.0", false)]
    [DataRow("extra == 'test' and python_version < '3'", "test", false)]
    [DataRow("python_version >= '3'", "test", true)]
    public void An_extra_counts_if_it_is_asked_for(string text, string extras, bool expected) =>
        Assert.AreEqual(expected, Read(text).Holds(TargetEnvironmentTests.Of("3.11", "win_amd64"), extras.Split(',')));

    [TestMethod]
    public void It_is_known_whether_a_marker_asks_for_an_extra()
    {
        Assert.IsTrue(Read("python_version < '3' and (os_name == 'nt' or 'x' == extra)").MentionsExtra);
        Assert.IsFalse(Read("python_version < '3' and os_name == 'extra'").MentionsExtra);
    }

    [TestMethod]
    public void A_version_is_compared_as_text_with_what_is_none()
    {
        var environment = TargetEnvironmentTests.Of("3.11.4", "win_amd64");
        Assert.IsTrue(Read("python_version < 'x'").Holds(environment));
        Assert.IsFalse(Read("python_version ~= 'x'").Holds(environment));
        Assert.IsTrue(Read("platform_machine > 'A'").Holds(environment));
        Assert.IsFalse(Read("platform_machine <= 'A'").Holds(environment));
        Assert.IsTrue(Read("'b' > 'a' and 'a' <= 'a' and 'b' >= 'a' and 'a' === 'a'").Holds(environment));
        Assert.IsTrue(Read("python_version < python_full_version").Holds(environment));
    }

    // Not every release of packaging looks at what follows.
    [TestMethod]
    [DataRow("os_name == 'posix')")]
    [DataRow("os_name == 'posix' os_name == 'nt'")]
    [DataRow("os_name == 'posix' && os_name == 'nt'")]
    [DataRow("os_name == 'posix' # no comment")]
    [DataRow("os_name == 'posix';")]
    public void What_goes_on_behind_its_end_is_no_marker(string text) => Assert.IsFalse(Marker.TryParse(text, out _));

    [TestMethod]
    public void Hostile_depth_and_length_are_refused()
    {
        Assert.IsTrue(Marker.TryParse(Nested(100), out _));
        Assert.IsFalse(Marker.TryParse(Nested(101), out _));
        Assert.IsFalse(Marker.TryParse(new string('(', 60000), out _));
        Assert.IsFalse(Marker.TryParse($"os_name == '{new string('a', Marker.MaxLength)}'", out _));

        static string Nested(int depth) => $"{new string('(', depth)}os_name == 'a'{new string(')', depth)}";
    }

    private static Marker Read(string text)
    {
        Assert.IsTrue(Marker.TryParse(text, out var marker), text);
        return marker;
    }
}
