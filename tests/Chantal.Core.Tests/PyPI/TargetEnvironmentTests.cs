using Chantal.Diagnostics;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class TargetEnvironmentTests
{
    [TestMethod]
    [DataRow("3.11", "macosx_13_0_arm64")]
    [DataRow("3.12", "macosx_11_0_x86_64")]
    [DataRow("3.9", "macosx_10_15_x86_64")]
    [DataRow("3.7", "win_amd64")]
    [DataRow("3.13", "linux_x86_64")]
    [DataRow("3.2", "win32")]
    [DataRow("3.14", "manylinux_2_28_x86_64")]
    [DataRow("3.8", "manylinux_2_35_aarch64")]
    [DataRow("3.10", "manylinux_2_5_i686")]
    [DataRow("pypy3.10", "manylinux_2_28_x86_64")]
    [DataRow("pypy3.11", "win_amd64")]
    public void Tags_and_their_order_are_those_of_packaging(string python, string platform)
    {
        var environment = Of(python, platform);
        var answer = PythonPackaging.Answer(
            """
            import re
            tags, manylinux = load("tags"), load("_manylinux")
            python, platform, abis = lines[0].split(" ")
            version = tuple(map(int, python.split(".")))
            mac = re.match(r"macosx_(\d+)_(\d+)_(.+)", platform)
            many = re.match(r"manylinux_(\d+)_(\d+)_(.+)", platform)
            if mac:
                platforms = list(tags.mac_platforms((int(mac[1]), int(mac[2])), mac[3]))
            elif many:
                manylinux._get_glibc_version = lambda: (int(many[1]), int(many[2]))
                manylinux._have_compatible_abi = lambda *ignored: True
                # Until 23.1 the tag and the CPU, since then a list of CPUs.
                names = [[many[3]]] if manylinux.platform_tags.__code__.co_argcount == 1 else ["linux_" + many[3], many[3]]
                platforms = list(manylinux.platform_tags(*names)) + ["linux_" + many[3]]
            else:
                platforms = [platform]
            own = "cp" + python.replace(".", "")
            if abis.startswith("pypy"):
                result = list(tags.generic_tags("pp" + python.replace(".", ""), abis.split(","), platforms)) + list(tags.compatible_tags(version, "pp3", platforms))
            else:
                result = list(tags.cpython_tags(version, abis.split(","), platforms)) + list(tags.compatible_tags(version, own, platforms))
            print(" ".join(map(str, result)))
            """,
            [$"{environment.Python.Series} {platform} {string.Join(',', environment.Python.Abis)}"]);
        // Native tags of Linux and three-way ones of macOS stand elsewhere, or are called otherwise, from release to release.
        var expected = answer[0].Split(' ').Where(IsCertain).ToList();
        var actual = environment.Tags.Select(t => t.ToString()).Where(IsCertain).ToList();
        Assert.HasCount(expected.Count, actual);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.AreEqual(expected[i], actual[i], $"tag {i}");
        }

        static bool IsCertain(string tag) => !tag.Contains("-linux_", StringComparison.Ordinal) && !tag.EndsWith("fat3", StringComparison.Ordinal) && !tag.EndsWith("fat32", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", true)]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-manylinux_2_28_x86_64.whl", true)]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-manylinux_2_34_x86_64.whl", false)]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-manylinux1_x86_64.whl", true)]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-manylinux2014_aarch64.whl", false)]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-musllinux_1_2_x86_64.whl", false)]
    [DataRow("3.11", "manylinux_2_28_x86_64", "a-1-cp311-cp311-linux_x86_64.whl", true)]
    [DataRow("3.11", "manylinux2014_aarch64", "a-1-cp311-cp311-manylinux_2_17_aarch64.whl", true)]
    [DataRow("3.11", "manylinux2014_aarch64", "a-1-cp311-cp311-manylinux_2_18_aarch64.whl", false)]
    [DataRow("3.11", "manylinux2014_x86_64", "a-1-cp311-cp311-manylinux2010_x86_64.whl", true)]
    [DataRow("3.11", "manylinux1_x86_64", "a-1-cp311-cp311-manylinux2010_x86_64.whl", false)]
    [DataRow("3.11", "linux_x86_64", "a-1-cp311-cp311-manylinux1_x86_64.whl", false)]
    [DataRow("3.11", "musllinux_1_2_x86_64", "a-1-cp311-cp311-musllinux_1_1_x86_64.whl", true)]
    [DataRow("3.11", "musllinux_1_1_x86_64", "a-1-cp311-cp311-musllinux_1_2_x86_64.whl", false)]
    [DataRow("3.11", "musllinux_1_2_x86_64", "a-1-cp311-cp311-manylinux1_x86_64.whl", false)]
    [DataRow("3.11", "macosx_11_0_arm64", "a-1-cp311-cp311-macosx_10_9_universal2.whl", true)]
    [DataRow("3.11", "macosx_11_0_arm64", "a-1-cp311-cp311-macosx_12_0_arm64.whl", false)]
    [DataRow("3.11", "macosx_14_5_arm64", "a-1-cp311-cp311-macosx_12_0_arm64.whl", true)]
    [DataRow("3.11", "macosx_11_0_arm64", "a-1-cp311-cp311-macosx_10_9_x86_64.whl", false)]
    [DataRow("3.11", "macosx_12_0_x86_64", "a-1-cp311-cp311-macosx_10_9_x86_64.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-cp311-cp311-win_amd64.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-cp311-cp311-win32.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-cp38-abi3-win_amd64.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-cp312-abi3-win_amd64.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-cp310-cp310-win_amd64.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-pp310-pypy310_pp73-win_amd64.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-py3-none-any.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-py2.py3-none-any.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-py2-none-any.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-py36-none-any.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-py312-none-any.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-py3-none-win_amd64.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-cp311-none-any.whl", true)]
    [DataRow("3.11", "win_amd64", "a-1-cp310-none-any.whl", false)]
    [DataRow("3.11", "win_amd64", "a-1-cp311-cp311-any.whl", false)]
    [DataRow("3.11", "any", "a-1-py3-none-any.whl", true)]
    [DataRow("3.11", "any", "a-1-cp311-cp311-manylinux1_x86_64.whl", false)]
    [DataRow("3.11", "any", "a-1-py3-none-manylinux1_x86_64.whl", false)]
    [DataRow("3.13", "win_amd64", "a-1-cp313-cp313t-win_amd64.whl", false)]
    [DataRow("3.13t", "win_amd64", "a-1-cp313-cp313t-win_amd64.whl", true)]
    [DataRow("3.13t", "win_amd64", "a-1-cp313-cp313-win_amd64.whl", false)]
    [DataRow("cp313t", "win_amd64", "a-1-cp313-cp313t-win_amd64.whl", true)]
    [DataRow("cp312", "win_amd64", "a-1-cp312-cp312-win_amd64.whl", true)]
    [DataRow("pypy3.10", "win_amd64", "a-1-pp310-pypy310_pp73-win_amd64.whl", true)]
    [DataRow("pp310", "win_amd64", "a-1-pp310-pypy310_pp73-win_amd64.whl", true)]
    [DataRow("pypy3.10", "win_amd64", "a-1-cp310-cp310-win_amd64.whl", false)]
    [DataRow("pypy3.10", "win_amd64", "a-1-cp38-abi3-win_amd64.whl", false)]
    [DataRow("pypy3.10", "any", "a-1-py3-none-any.whl", true)]
    [DataRow("3.13t", "win_amd64", "a-1-cp38-abi3-win_amd64.whl", false)]
    [DataRow("3.15t", "win_amd64", "a-1-cp315-abi3t-win_amd64.whl", true)]
    [DataRow("3.16t", "win_amd64", "a-1-cp315-abi3.abi3t-win_amd64.whl", true)]
    [DataRow("3.15", "win_amd64", "a-1-cp315-abi3t-win_amd64.whl", false)]
    [DataRow("3.11", "macosx_11_0_x86_64", "a-1-cp311-cp311-macosx_10_6_fat3.whl", true)]
    [DataRow("3.13t", "win_amd64", "a-1-py3-none-any.whl", true)]
    [DataRow("3.7", "win_amd64", "a-1-cp37-cp37m-win_amd64.whl", true)]
    [DataRow("2.7", "manylinux1_x86_64", "a-1-cp27-cp27mu-manylinux1_x86_64.whl", true)]
    [DataRow("2.7", "any", "a-1-py2.py3-none-any.whl", true)]
    [DataRow("2.7", "any", "a-1-py3-none-any.whl", false)]
    [DataRow("2.7", "win32", "a-1-cp32-abi3-win32.whl", false)]
    public void A_wheel_runs_where_its_tags_say(string python, string platform, string wheel, bool expected)
    {
        Assert.IsTrue(WheelName.TryParse(wheel, out var name));
        var environment = Of(python, platform);
        Assert.AreEqual(expected, environment.Accepts(name));
    }

    [TestMethod]
    public void The_rank_of_a_wheel_is_the_place_of_its_best_tag()
    {
        var environment = Of("3.11", "manylinux_2_28_x86_64");
        var rank = 0;
        foreach (var tag in environment.Tags)
        {
            Assert.IsTrue(WheelName.TryParse($"a-1-{tag}.whl", out var name));
            Assert.AreEqual(rank++, environment.Rank(name), tag.ToString());
        }

        Assert.IsTrue(WheelName.TryParse("a-1-py2.py3.cp311-none.cp311.abi3-any.manylinux1_x86_64.manylinux_2_28_x86_64.whl", out var best));
        Assert.AreEqual(0, environment.Rank(best));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("3")]
    [DataRow("3.")]
    [DataRow("4.0")]
    [DataRow("1.5")]
    [DataRow("3.x")]
    [DataRow("3.11.4.1")]
    [DataRow("3.11.x")]
    [DataRow("3.100")]
    [DataRow("311")]
    [DataRow(" 3.11")]
    [DataRow("3.12t")]
    [DataRow("2.7t")]
    public void What_is_no_version_of_Python_is_refused(string text) =>
        Assert.AreEqual(DiagnosticCodes.TargetPythonInvalid, Assert.ThrowsExactly<MirrorException>(() => TargetPython.Parse(text)).Code);

    [TestMethod]
    [DataRow("")]
    [DataRow("linux")]
    [DataRow("windows")]
    [DataRow("x86_64")]
    [DataRow("win64")]
    [DataRow("manylinux_2_28")]
    [DataRow("manylinux_2_28_amd64")]
    [DataRow("manylinux_3_0_x86_64")]
    [DataRow("manylinux_2_4_x86_64")]
    [DataRow("manylinux_2_12_aarch64")]
    [DataRow("manylinux2010_aarch64")]
    [DataRow("manylinux2024_x86_64")]
    [DataRow("manylinux_2_2800_x86_64")]
    [DataRow("musllinux_2_0_x86_64")]
    [DataRow("musllinux_x86_64")]
    [DataRow("macosx_10_9_arm64")]
    [DataRow("macosx_9_0_x86_64")]
    [DataRow("macosx_11_0_universal2")]
    [DataRow("manylinux_2_28_x86_64\n")]
    [DataRow("any ")]
    public void What_is_no_platform_is_refused(string text) =>
        Assert.AreEqual(DiagnosticCodes.TargetPlatformInvalid, Assert.ThrowsExactly<MirrorException>(() => TargetPlatform.Parse(text)).Code);

    [TestMethod]
    [DataRow("3.11", ">=3.8", true)]
    [DataRow("3.11", ">=3.11.2", true)]
    [DataRow("3.11.1", ">=3.11.2", false)]
    [DataRow("3.11", "<3.11", false)]
    [DataRow("3.11", "<=3.11", true)]
    [DataRow("3.11.4", "<=3.11", false)]
    [DataRow("3.11", "!=3.11.*", false)]
    [DataRow("3.11", "!=3.11.0,!=3.11.1", true)]
    [DataRow("3.11", ">=3.11.3,<3.11.3", false)]
    [DataRow("3.11", "==3.11.*", true)]
    [DataRow("3.11", "~=3.8", true)]
    [DataRow("3.11", "", true)]
    [DataRow("3.11", "<4,>=3.12", false)]
    [DataRow("3.13t", ">=3.13", true)]
    public void Requires_python_holds_if_one_release_of_the_series_is_accepted(string python, string requires, bool expected)
    {
        Assert.IsTrue(SpecifierSet.TryParse(requires, out var set));
        Assert.AreEqual(expected, TargetPython.Parse(python).IsAcceptedBy(set));
    }

    [TestMethod]
    public void Every_interpreter_goes_with_every_platform() => Assert.AreEqual(
        "3.11 on win_amd64, 3.11 on any, 3.12.4 on win_amd64, 3.12.4 on any",
        string.Join(", ", TargetEnvironment.Cross(["3.11", "3.12.4"], ["win_amd64", "any"])));

    internal static TargetEnvironment Of(string python, string platform) => new(TargetPython.Parse(python), TargetPlatform.Parse(platform));
}
