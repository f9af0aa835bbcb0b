using Chantal.Diagnostics;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Requirements;
using Chantal.PyPI.Versions;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class PyLockTests
{
    private static readonly string Digest = new('a', 64);

    private static readonly string File = """
        lock-version = '1.0'
        environments = ["sys_platform == 'win32'", "sys_platform == 'linux'"]
        requires-python = '==3.12.*'
        extras = ["test"]
        created-by = 'mousebender'

        [[packages]]
        name = 'attrs'
        version = '25.1.0'
        requires-python = '>=3.8'
        index = 'https://example.com/simple'
        wheels = [
          {name = 'attrs-25.1.0-py3-none-any.whl', upload-time = 2025-01-25T11:30:10.164985+00:00, url = 'https://files.example.com/x/attrs-25.1.0-py3-none-any.whl', size = 63152, hashes = {sha256 = 'DIGEST', blake2b = 'x'}},
        ]
        [[packages.attestation-identities]]
        kind = 'GitHub'

        [[packages]]
        name = 'Numpy_X'
        version = '2.2.3'
        marker = "sys_platform == 'win32' or 'test' in extras"

        [[packages.wheels]]
        url = 'https://files.example.com/y/numpy_x-2.2.3-cp312-cp312-win_amd64.whl'
        hashes = {sha512 = 'DIGESTDIGEST'}

        [packages.sdist]
        url = 'https://files.example.com/y/numpy%5Fx-2.2.3.tar.gz'
        hashes = {sha256 = 'DIGEST'}

        [[packages]]
        name = 'direct'
        archive = {url = 'https://example.com/direct-1.0.zip', hashes = {sha256 = 'DIGEST'}}
        """.Replace("DIGEST", Digest, StringComparison.Ordinal);

    [TestMethod]
    public void Packages_and_their_files_are_read()
    {
        var packages = Parse(File).Packages;
        Assert.AreEqual("attrs numpy-x direct", string.Join(' ', packages.Select(p => p.Name)));

        Assert.AreEqual(PyVersion.Parse("25.1"), packages[0].Version);
        Assert.AreEqual("https://example.com/simple", packages[0].Index);
        var wheel = packages[0].Files.Single();
        Assert.AreEqual((PackageType.Wheel, "attrs-25.1.0-py3-none-any.whl", 63152L), (wheel.Type, wheel.Name, wheel.Size));
        Assert.AreEqual("https://files.example.com/x/attrs-25.1.0-py3-none-any.whl", wheel.Url!.ToString());
        Assert.AreEqual($"sha256:{Digest}", wheel.Hashes.Single().ToString());

        Assert.AreEqual("numpy_x-2.2.3-cp312-cp312-win_amd64.whl numpy_x-2.2.3.tar.gz", string.Join(' ', packages[1].Files.Select(f => f.Name)));
        Assert.AreEqual("Wheel Sdist", string.Join(' ', packages[1].Files.Select(f => f.Type)));
        Assert.IsNull(packages[1].Files[0].Size);
        Assert.AreEqual($"sha512:{Digest}{Digest}", packages[1].Files[0].Hashes.Single().ToString());

        Assert.IsNull(packages[2].Version);
        Assert.AreEqual("direct-1.0.zip", packages[2].Files.Single().Name);
    }

    [TestMethod]
    [DataRow("3.12", "win_amd64", true, "attrs numpy-x direct")]
    [DataRow("3.12", "manylinux_2_28_x86_64", true, "attrs numpy-x direct")]
    [DataRow("3.12", "macosx_11_0_arm64", false, "attrs numpy-x direct")]
    [DataRow("3.11", "win_amd64", false, "attrs numpy-x direct")]
    [DataRow("3.7", "win_amd64", false, "numpy-x direct")]
    public void Environments_are_told_apart(string python, string platform, bool isFor, string expected)
    {
        var (file, environment) = (Parse(File), TargetEnvironmentTests.Of(python, platform));
        Assert.AreEqual(isFor, file.IsFor(environment));
        Assert.AreEqual(expected, string.Join(' ', file.Packages.Where(p => p.AppliesTo(environment)).Select(p => p.Name)));
    }

    [TestMethod]
    public void A_package_is_left_out_where_its_marker_does_not_hold()
    {
        var file = Parse(Package("marker = \"sys_platform == 'win32'\""));
        Assert.IsFalse(file.Packages[0].AppliesTo(TargetEnvironmentTests.Of("3.12", "manylinux_2_28_x86_64")));
        Assert.IsTrue(file.IsFor(TargetEnvironmentTests.Of("3.12", "manylinux_2_28_x86_64")));
    }

    [TestMethod]
    public void A_lock_file_may_be_empty() => Assert.IsEmpty(Parse("lock-version = '1.1'\npackages = []").Packages);

    [TestMethod]
    [DataRow("vcs = {type = 'git', url = 'https://example.com/a.git', commit-id = 'x'}")]
    [DataRow("directory = {path = '.'}")]
    [DataRow("sdist = {path = 'a-1.zip', hashes = {}}")]
    [DataRow("archive = {path = 'a-1.zip', hashes = {}}")]
    [DataRow("sdist = {url = 'file:///a-1.zip', hashes = {}}")]
    [DataRow("sdist = {url = 'a-1.zip', hashes = {}}")]
    public void What_no_index_has_is_refused(string line) =>
        Assert.Contains("pylock.toml, package 'A.b' ", Refused(DiagnosticCodes.LockNotOfIndex, Package(line)).Message);

    [TestMethod]
    [DataRow("version = 1")]
    [DataRow("marker = 'x'")]
    [DataRow("marker = true")]
    [DataRow("requires-python = '3.8'")]
    [DataRow("wheels = 1")]
    [DataRow("wheels = [1]")]
    [DataRow("wheels = [{hashes = {}}]")]
    [DataRow("wheels = [{url = 'https://example.com/a-1.zip', hashes = {}}]")]
    [DataRow("archive = 'x'")]
    [DataRow("archive = {url = 'https://example.com/a-1.zip'}")]
    [DataRow("archive = {url = 'https://example.com/a-1.zip', hashes = {md5 = 'x'}}")]
    [DataRow("archive = {url = 'https://example.com/a-1.zip', hashes = {sha256 = 'x'}}")]
    [DataRow("archive = {url = 'https://example.com/a-1.zip', hashes = {sha256 = 1}}")]
    [DataRow("archive = {url = 'https://example.com/a-1.zip', size = -1, hashes = {}}")]
    [DataRow("archive = {url = 'https://example.com/a-1.zip', size = '1', hashes = {}}")]
    [DataRow("archive = {url = 'https://example.com/', hashes = {}}")]
    [DataRow("archive = {url = 'https://example.com/..%2Fa.zip', hashes = {}}")]
    [DataRow("archive = {url = 'https://example.com/a.zip', name = '../a.zip', hashes = {}}")]
    [DataRow("sdist = {}\nsdist = {}")]
    public void What_is_no_package_is_refused(string line) => Refused(DiagnosticCodes.LockMalformed, Package(line));

    [TestMethod]
    [DataRow("")]
    [DataRow("lock-version = 1")]
    [DataRow("lock-version = '2.0'")]
    [DataRow("lock-version = '10'")]
    [DataRow("lock-version = '1.0'\npackages = 'x'")]
    [DataRow("lock-version = '1.0'\nenvironments = [1]")]
    [DataRow("lock-version = '1.0'\nenvironments = ['x']")]
    [DataRow("lock-version = '1.0'\n[[packages]]\nversion = '1'")]
    [DataRow("lock-version = '1.0'\n[[packages]]\nname = '../x'")]
    [DataRow("lock-version = '1.0'\n[[packages]]\nname = 'x'")]
    [DataRow("lock-version = '1.0'\nlock-version = '1.0'")]
    [DataRow("lock-version = ")]
    [DataRow("{\"lock-version\": \"1.0\"}")]
    public void What_is_no_lock_file_is_refused(string text) => Refused(DiagnosticCodes.LockMalformed, text);

    [TestMethod]
    public void Hostile_depth_is_refused() => Refused(DiagnosticCodes.LockMalformed, $"a = {new string('[', 100000)}");

    [TestMethod]
    public void A_lock_file_that_is_missing_is_named()
    {
        var fault = Assert.ThrowsExactly<MirrorException>(() => PyLock.Read("pylock.toml", _ => null));
        Assert.AreEqual(DiagnosticCodes.LockUnreadable, fault.Code);
        Assert.Contains("pylock.toml", fault.Message);
    }

    private static PyLock Parse(string text) => PyLock.Read("pylock.toml", _ => text);

    private static string Package(string line) => $$"""
        lock-version = '1.0'
        [[packages]]
        name = 'A.b'
        {{line}}
        {{(line.StartsWith("marker = \"", StringComparison.Ordinal) ? $"sdist = {{url = 'https://example.com/a-1.zip', hashes = {{sha256 = '{Digest}'}}}}" : "")}}
        """;

    private static MirrorException Refused(string code, string text)
    {
        var fault = Assert.ThrowsExactly<MirrorException>(() => Parse(text));
        Assert.AreEqual(code, fault.Code, fault.Message);
        return fault;
    }
}
