using Chantal.Diagnostics;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Requirements;

namespace Chantal.Core.Tests.PyPI;

/// <summary>The lock files of uv, Poetry and Pipenv.</summary>
[TestClass]
public sealed class LockFileTests
{
    private static readonly string Digest = new('a', 64);
    private static readonly string Other = new('b', 64);

    private static readonly string Uv = $$"""
        version = 1
        revision = 2
        requires-python = ">=3.12"
        resolution-markers = ["python_full_version >= '3.13'", "python_full_version < '3.13'"]

        [[package]]
        name = "app"
        version = "0.1.0"
        source = { virtual = "." }
        dependencies = [{ name = "Colorama.X", marker = "sys_platform == 'win32'" }, { name = "pywin32" }]

        [[package]]
        name = "Colorama.X"
        version = "0.4.6"
        source = { registry = "https://pypi.example/simple" }
        sdist = { url = "https://files.example/ab/colorama_x-0.4.6.tar.gz", hash = "sha256:{{Digest}}", size = 27697 }
        wheels = [
            { url = "https://files.example/cd/colorama_x-0.4.6-py2.py3-none-any.whl", hash = "sha256:{{Other}}", size = 25335 },
        ]

        [[package]]
        name = "pywin32"
        version = "306"
        source = { registry = "https://pypi.example/simple" }
        wheels = [{ url = "https://files.example/ef/pywin32-306-cp312-cp312-win_amd64.whl", hash = "sha256:{{Digest}}" }]

        [[package]]
        name = "forked"
        version = "2"
        source = { registry = "https://pypi.example/simple" }
        resolution-markers = ["python_full_version >= '3.13'"]
        wheels = [{ url = "https://files.example/ef/forked-2-py3-none-any.whl", hash = "sha256:{{Digest}}" }]
        """;

    private static readonly string Poetry = $$"""
        [[package]]
        name = "colorama"
        version = "0.4.6"
        description = "Cross-platform colored terminal text."
        optional = false
        python-versions = "!=3.0.*,!=3.1.*,>=2.7"
        groups = ["main"]
        markers = "sys_platform == 'win32'"
        files = [
            {file = "colorama-0.4.6-py2.py3-none-any.whl", hash = "sha256:{{Digest}}"},
            {file = "colorama-0.4.6.tar.gz", hash = "sha256:{{Other}}"},
        ]

        [[package]]
        name = "Caret"
        version = "1"
        optional = false
        python-versions = "^3.9 || ^4.0"
        files = [{file = "caret-1-py3-none-any.whl", hash = "sha256:{{Digest}}"}]

        [[package]]
        name = "member"
        version = "1"
        python-versions = "*"
        files = []
        [package.source]
        type = "directory"
        url = "../member"

        [metadata]
        lock-version = "2.1"
        python-versions = "^3.12"
        content-hash = "00"
        """;

    private static readonly string OldPoetry = $$"""
        [[package]]
        name = "six"
        version = "1.16"
        category = "main"
        optional = false
        python-versions = "*"

        [metadata]
        lock-version = "1.1"
        python-versions = "*"
        content-hash = "00"
        [metadata.files]
        six = [{file = "six-1.16-py2.py3-none-any.whl", hash = "sha256:{{Digest}}"}]
        """;

    private static readonly string Pipfile = $$"""
        {
          "_meta": { "hash": { "sha256": "x" }, "pipfile-spec": 6, "requires": { "python_version": "3.12" }, "sources": [{ "name": "pypi", "url": "https://pypi.example/simple", "verify_ssl": true }] },
          "default": {
            "Six": { "hashes": ["sha256:{{Digest}}", "sha256:{{Other}}"], "index": "pypi", "markers": "python_version >= '2.7'", "version": "==1.16" },
            "this": { "editable": true, "path": "." }
          },
          "develop": { "pywin32": { "hashes": ["sha256:{{Digest}}"], "markers": "sys_platform == 'win32'", "version": "==306" } }
        }
        """;

    [TestMethod]
    public void A_lock_of_uv_has_what_is_from_an_index_wherever_a_file_of_it_runs()
    {
        var locked = Read("uv.lock", Uv);

        Assert.AreSequenceEqual(["colorama-x", "pywin32", "forked"], locked.Packages.Select(p => p.Name));
        Assert.AreSequenceEqual([$"sha256:{Digest}", $"sha256:{Other}"], locked.Packages[0].Hashes.Select(h => h.ToString()).Order());
        Assert.IsTrue(locked.Packages[0].AppliesTo(Of("3.12", "linux_x86_64")));
        Assert.IsTrue(locked.Packages[1].AppliesTo(Of("3.12", "win_amd64")));
        Assert.IsFalse(locked.Packages[1].AppliesTo(Of("3.12", "linux_x86_64")));
        Assert.IsTrue(locked.Packages[2].AppliesTo(Of("3.13", "any")));
        Assert.IsFalse(locked.Packages[2].AppliesTo(Of("3.12", "any")));
        Assert.IsFalse(locked.IsFor(Of("3.11", "any")));
    }

    [TestMethod]
    public void A_lock_of_Poetry_is_read()
    {
        var locked = Read("poetry.lock", Poetry);

        Assert.AreSequenceEqual(["colorama", "caret"], locked.Packages.Select(p => p.Name));
        Assert.IsTrue(locked.Packages[0].AppliesTo(Of("3.12", "win_amd64")));
        Assert.IsFalse(locked.Packages[0].AppliesTo(Of("3.12", "linux_x86_64")));
        Assert.IsTrue(locked.Packages[1].AppliesTo(Of("3.12", "linux_x86_64")));
        Assert.AreEqual($"sha256:{Digest}", Read("poetry.lock", OldPoetry).Packages.Single().Hashes.Single().ToString());
    }

    [TestMethod]
    public void A_lock_of_Pipenv_is_read()
    {
        var locked = Read("Pipfile.lock", Pipfile);

        Assert.AreSequenceEqual(["six", "pywin32"], locked.Packages.Select(p => p.Name));
        Assert.HasCount(2, locked.Packages[0].Hashes);
        Assert.IsTrue(locked.Packages[1].AppliesTo(Of("3.12", "win_amd64")));
        Assert.IsFalse(locked.Packages[1].AppliesTo(Of("3.12", "linux_x86_64")));
    }

    [TestMethod]
    [DataRow("uv.lock", "version = 2", DiagnosticCodes.LockMalformed)]
    [DataRow("uv.lock", "version = 1\n[[package]]\nname = 'a'\nsource = { git = 'https://a.example/' }", DiagnosticCodes.LockNotOfIndex)]
    [DataRow("uv.lock", "version = 1\n[[package]]\nname = 'a'\nsource = { registry = 'x' }", DiagnosticCodes.LockMalformed)]
    [DataRow("uv.lock", "version = 1\n[[package]]\nname = 'a'\nsource = { registry = 'x' }\nwheels = [{ url = 'a-1-py3-none-any.whl', hash = 'md5:00' }]", DiagnosticCodes.LockMalformed)]
    [DataRow("poetry.lock", "[metadata]\nlock-version = '3.0'", DiagnosticCodes.LockMalformed)]
    [DataRow("poetry.lock", "[[package]]\nname = 'a'\nsource = { type = 'git' }\n[metadata]\nlock-version = '2.0'", DiagnosticCodes.LockNotOfIndex)]
    [DataRow("poetry.lock", "{}", DiagnosticCodes.LockMalformed)]
    [DataRow("Pipfile.lock", "{}", DiagnosticCodes.LockMalformed)]
    [DataRow("Pipfile.lock", "[", DiagnosticCodes.LockMalformed)]
    [DataRow("Pipfile.lock", "{\"_meta\": {}, \"default\": {\"a\": {\"git\": \"x\"}}}", DiagnosticCodes.LockNotOfIndex)]
    [DataRow("Pipfile.lock", "{\"_meta\": {}, \"default\": {\"a\": {\"version\": \"==1\"}}}", DiagnosticCodes.LockMalformed)]
    [DataRow("Pipfile.lock", "{\"_meta\": {}, \"default\": 1}", DiagnosticCodes.LockMalformed)]
    public void What_a_mirror_cannot_hold_or_read_is_named(string file, string text, string code) =>
        Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(() => Read(file, text)).Code);

    [TestMethod]
    public void A_file_is_a_lock_by_its_name()
    {
        Assert.AreSequenceEqual(
            ["pylock.dev.toml", "a/uv.lock", "poetry.lock", "Pipfile.lock"],
            new[] { "pylock.dev.toml", "a/uv.lock", "poetry.lock", "Pipfile.lock", "requirements.lock", "requirements.txt" }.Where(PyLock.IsLock));
    }

    [TestMethod]
    [DataRow("uv.lock")]
    [DataRow("poetry.lock")]
    [DataRow("Pipfile.lock")]
    public async Task A_mirror_has_the_files_of_a_lock(string file)
    {
        using var mirror = new PyPIMirror().Take("PythonVersion", "3.12").Take("Platform", "linux_x86_64");
        var (old, locked) = (IndexFile.Wheel("app", "1.0"), IndexFile.Wheel("app", "2.0"));
        mirror.Serve("app", old, locked, IndexFile.Wheel("app", "3.0"));
        var digest = PyPIMirror.Digest(locked.Content);
        mirror.Take("Requirements", mirror.Write(file, file switch
        {
            "uv.lock" => $"version = 1\n[[package]]\nname = 'app'\nversion = '2.0'\nsource = {{ registry = 'https://pypi.example/simple' }}\nwheels = [{{ url = 'https://files.example/{locked.Name}', hash = 'sha256:{digest}' }}]\n",
            "poetry.lock" => $"[[package]]\nname = 'app'\nversion = '2.0'\npython-versions = '*'\nfiles = [{{file = '{locked.Name}', hash = 'sha256:{digest}'}}]\n[metadata]\nlock-version = '2.0'\n",
            _ => $"{{\"_meta\": {{}}, \"default\": {{\"app\": {{\"hashes\": [\"sha256:{digest}\"], \"version\": \"==2.0\"}}}}}}",
        }));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["app-2.0-py3-none-any.whl"], mirror.Packages);
    }

    private static PyLock Read(string file, string text) => PyLock.Read(file, _ => text);

    private static TargetEnvironment Of(string python, string platform) => TargetEnvironment.Cross([python], [platform]).Single();
}
