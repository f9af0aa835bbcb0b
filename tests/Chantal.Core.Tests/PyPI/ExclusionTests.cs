using Chantal.Diagnostics;

namespace Chantal.Core.Tests.PyPI;

/// <summary>What a definition leaves out of a mirror of a Python index, and what it is told of patterns and checksums.</summary>
[TestClass]
public sealed class ExclusionTests : IDisposable
{
    private readonly PyPIMirror _mirror = new();

    [TestMethod]
    [DataRow("acme-1.0-*.whl", "acme-1.1-py3-none-any.whl acme_tools-1.0-py3-none-any.whl")]
    [DataRow("acme-1.0-py3-none-any.whl", "acme-1.1-py3-none-any.whl acme_tools-1.0-py3-none-any.whl")]
    [DataRow("acme/*", "acme_tools-1.0-py3-none-any.whl")]
    [DataRow("Acme_Tools/*.whl", "acme-1.0-py3-none-any.whl acme-1.1-py3-none-any.whl")]
    [DataRow("ACME-*/*", "acme-1.0-py3-none-any.whl acme-1.1-py3-none-any.whl")]
    public async Task Files_are_left_out_by_name_and_by_project(string pattern, string expected)
    {
        Serve();
        _mirror["IncludeAll"] = "true";
        _mirror.Take("ExcludeFile", pattern);
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreEqual(expected, string.Join(' ', _mirror.Packages));
        Assert.IsEmpty(_mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task A_page_does_not_list_what_is_left_out()
    {
        Serve();
        _mirror.Take("Package", "acme").Take("ExcludeFile", "acme-1.0*");
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.DoesNotContain("acme-1.0", _mirror.Text("simple/acme/index.html"));
        Assert.Contains("acme-1.1", _mirror.Text("simple/acme/index.html"));
    }

    [TestMethod]
    public async Task Exclusions_and_patterns_that_match_nothing_are_named()
    {
        Serve();
        _mirror.Take("Package", "acme*").Take("Package", "nobody-*").Take("ExcludePackage", "nothing-*")
            .Take("ExcludeFile", "*.tar.gz").Take("ExcludeFile", "acme/none-*").Take("ExcludeFile", "acme-1.0*");

        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreSequenceEqual(Enumerable.Repeat(DiagnosticCodes.PatternMatchesNothing, 4), _mirror.Log.Warnings.Select(w => w.Code));
        foreach (var (warning, pattern) in _mirror.Log.Warnings.Zip(["'nobody-*' of the Package items", "'nothing-*' of the ExcludePackage items", "'*.tar.gz' of the ExcludeFile items", "'acme/none-*' of the ExcludeFile items"]))
        {
            Assert.Contains(pattern, warning.Message);
        }
    }

    [TestMethod]
    public async Task A_project_that_only_a_dependency_asks_for_is_left_out_without_a_warning()
    {
        _mirror.Serve("app", IndexFile.Wheel("app", "1.0", "lib"));
        _mirror.Serve("lib", IndexFile.Wheel("lib"));
        _mirror["IncludeDependencies"] = "true";
        _mirror.Take("Package", "app").Take("PythonVersion", "3.12").Take("ExcludePackage", "lib");

        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], _mirror.Packages);
        Assert.IsEmpty(_mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task A_whole_index_that_is_planned_in_part_does_not_call_exclusions_useless()
    {
        Serve();
        _mirror["IncludeAll"] = "true";
        _mirror.Take("ExcludeFile", "acme-1.0*");
        Assert.IsNull(await _mirror.SyncAsync());

        _mirror.Serve("other", IndexFile.Wheel("other"));
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreSequenceEqual(["acme-1.1-py3-none-any.whl", "acme_tools-1.0-py3-none-any.whl", "other-1.0-py3-none-any.whl"], _mirror.Packages);
        Assert.IsEmpty(_mirror.Log.Warnings);
    }

    [TestMethod]
    [DataRow("", false)]
    [DataRow("#md5=d41d8cd98f00b204e9800998ecf8427e", false)]
    [DataRow("", true)]
    public async Task Files_that_are_weakly_known_are_named_in_one_warning_of_each_plan(string fragment, bool isWhole)
    {
        _mirror.Serve("acme", Weak("acme-1.0.tar.gz", fragment), Weak("acme-1.1.tar.gz", fragment));
        _mirror["AllowWeakChecksums"] = "true";
        _mirror["IncludeAll"] = isWhole ? "true" : "";
        _mirror.Take("Package", "acme");
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreSequenceEqual([DiagnosticCodes.WeakChecksumsTaken], _mirror.Log.Warnings.Select(w => w.Code));

        // A plan that has most of its lines from the last one says so too.
        _mirror.Serve("other", IndexFile.Wheel("other"));
        _mirror.Take("Package", "other");
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreSequenceEqual([DiagnosticCodes.WeakChecksumsTaken], _mirror.Log.Warnings.Select(w => w.Code));
    }

    public void Dispose() => _mirror.Dispose();

    private static IndexFile Weak(string name, string fragment) => new(name, []) { Fragment = fragment };

    private void Serve()
    {
        _mirror.Serve("acme", IndexFile.Wheel("acme"), IndexFile.Wheel("acme", "1.1"));
        _mirror.Serve("acme-tools", IndexFile.Wheel("acme_tools"));
        _mirror.Serve("billing", IndexFile.Wheel("billing"));
        _mirror.Take("ExcludePackage", "billing");
    }
}
