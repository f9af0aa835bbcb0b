using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class DistributionNameTests
{
    [TestMethod]
    public void A_wheels_name_says_project_version_build_and_tags()
    {
        Assert.IsTrue(WheelName.TryParse("Zope.Interface-1.0_1-2b-cp39.CP310-abi3.none-manylinux1_x86_64.manylinux_2_5_x86_64.whl", out var wheel));
        Assert.AreEqual("Zope.Interface", wheel.Project);
        Assert.AreEqual("1.0-1", wheel.VersionText);
        Assert.AreEqual(PyVersion.Parse("1.0.post1"), wheel.Version);
        Assert.AreEqual("2b", wheel.Build);
        Assert.AreEqual("cp39 cp310", string.Join(' ', wheel.Pythons));
        Assert.AreEqual("abi3 none", string.Join(' ', wheel.Abis));
        Assert.AreEqual("manylinux1_x86_64 manylinux_2_5_x86_64", string.Join(' ', wheel.Platforms));
    }

    [TestMethod]
    public void A_wheel_of_a_version_that_is_none_is_still_a_wheel()
    {
        Assert.IsTrue(WheelName.TryParse("pytz-2004d-py2.py3-none-any.whl", out var wheel));
        Assert.AreEqual("2004d", wheel.VersionText);
        Assert.IsNull(wheel.Version);
        Assert.IsNull(wheel.Build);
    }

    [TestMethod]
    [DataRow("a-1-py3-none-any.zip")]
    [DataRow("a-1-none-any.whl")]
    [DataRow("a-b-c-1-py3-none-any.whl")]
    [DataRow("a-1-x1-py3-none-any.whl")]
    [DataRow("a-1--py3-none-any.whl")]
    [DataRow("a--py3-none-any.whl")]
    [DataRow("-1-py3-none-any.whl")]
    [DataRow("a-1-py3..py2-none-any.whl")]
    [DataRow("a-1-py3-none-.whl")]
    [DataRow("a-1-py3-no/ne-any.whl")]
    [DataRow("../a-1-py3-none-any.whl")]
    [DataRow(".whl")]
    [DataRow("")]
    public void What_is_no_wheels_name_is_refused(string file) => Assert.IsFalse(WheelName.TryParse(file, out _));

    [TestMethod]
    public void A_name_that_no_file_can_have_is_refused()
    {
        Assert.IsFalse(WheelName.TryParse($"a-1-{string.Join('.', Enumerable.Repeat("py3", 80))}-none-any.whl", out _));
        Assert.IsFalse(SdistName.TryParse($"a-{new string('1', 300)}.zip", "a", out _));
        Assert.IsFalse(DistributionName.TryParse($"a-{new string('1', 300)}.egg", "a", out _));
    }

    [TestMethod]
    [DataRow("foo-1.0.tar.gz", "foo", "1.0", ".tar.gz")]
    [DataRow("foo-1.0.zip", "foo", "1.0", ".zip")]
    [DataRow("Foo-1.0.tar.bz2", "foo", "1.0", ".tar.bz2")]
    [DataRow("foo_bar-1.0.tgz", "foo-bar", "1.0", ".tgz")]
    [DataRow("foo-bar-1.0.tar.xz", "Foo.Bar", "1.0", ".tar.xz")]
    [DataRow("foo-2-1.0.tar.gz", "foo-2", "1.0", ".tar.gz")]
    [DataRow("foo-2-1.0.tar.gz", "foo", "2-1.0", ".tar.gz")]
    [DataRow("foo-1.0-1.tar.gz", "foo", "1.0-1", ".tar.gz")]
    [DataRow("foo-2004d.tar.gz", "foo", "2004d", ".tar.gz")]
    [DataRow("FOO-1.0.TAR.GZ", "foo", "1.0", ".tar.gz")]
    [DataRow("foo-1.0+local.1.tar.gz", "foo", "1.0+local.1", ".tar.gz")]
    public void A_source_archives_name_says_its_version_to_who_knows_the_project(string file, string project, string version, string extension)
    {
        Assert.IsTrue(SdistName.TryParse(file, project, out var sdist));
        Assert.AreEqual(version, sdist.VersionText);
        Assert.AreEqual(extension, sdist.Extension);
        Assert.AreEqual(PyVersion.TryParse(version, out var known), sdist.Version is not null);
        Assert.AreEqual(known, sdist.Version);
    }

    [TestMethod]
    [DataRow("foo-1.0.tar.gz", "bar")]
    [DataRow("foo-1.0.tar.gz", "foo-bar")]
    [DataRow("foo-.tar.gz", "foo")]
    [DataRow("foo.tar.gz", "foo")]
    [DataRow("-1.0.tar.gz", "foo")]
    [DataRow("foo-1.0.txt", "foo")]
    [DataRow(".tar.gz", "foo")]
    public void What_is_no_source_archive_of_the_project_is_refused(string file, string project) => Assert.IsFalse(SdistName.TryParse(file, project, out _));

    [TestMethod]
    [DataRow("foo-1.0-py3-none-any.whl", PackageType.Wheel, "1.0")]
    [DataRow("foo-1.0.tar.gz", PackageType.Sdist, "1.0")]
    [DataRow("foo-1.0-py2.7.egg", PackageType.Egg, "1.0")]
    [DataRow("foo-1.0-py3.8-linux-x86_64.egg", PackageType.Egg, "1.0")]
    [DataRow("foo-1.0_1-py3.8-macosx-10.9-x86_64.egg", PackageType.Egg, "1.0-1")]
    [DataRow("foo-1.0.win32-py2.7.exe", PackageType.WindowsInstaller, "1.0")]
    [DataRow("foo-1.0.win-amd64.exe", PackageType.WindowsInstaller, "1.0")]
    [DataRow("foo-1.0.win-amd64-py3.4.msi", PackageType.Msi, "1.0")]
    [DataRow("foo-1.0-1.noarch.rpm", PackageType.Rpm, "1.0")]
    [DataRow("foo-1.0-1.src.rpm", PackageType.Rpm, "1.0")]
    [DataRow("foo-1.0.dmg", PackageType.DiskImage, "1.0")]
    [DataRow("foo-1.0.linux-x86_64.tar.gz", PackageType.Dumb, "1.0")]
    [DataRow("foo-1.0.win32.zip", PackageType.Dumb, "1.0")]
    [DataRow("foo-1.0.macosx-10.9-x86_64.tar.gz", PackageType.Dumb, "1.0")]
    [DataRow("foo-2004d.tar.gz", PackageType.Sdist, "2004d")]
    public void The_kind_of_a_file_shows_in_its_name(string file, object type, string version)
    {
        Assert.IsTrue(DistributionName.TryParse(file, "Foo", out var name));
        Assert.AreEqual((PackageType)type, name.Type);
        Assert.AreEqual(version, name.VersionText);
        Assert.AreEqual((PackageType)type == PackageType.Wheel, name.Wheel is not null);
        Assert.AreEqual(PyVersion.TryParse(version, out _), name.Version is not null);
    }

    [TestMethod]
    [DataRow("foo-1.0.asc")]
    [DataRow("foo-1.0.whl")]
    [DataRow("bar-1.0-py3-none-any.whl")]
    [DataRow("bar-1.0-py3.8.egg")]
    [DataRow("foo-.egg")]
    [DataRow("foo.exe")]
    [DataRow("")]
    public void What_belongs_to_no_release_of_the_project_is_refused(string file) => Assert.IsFalse(DistributionName.TryParse(file, "foo", out _));
}
