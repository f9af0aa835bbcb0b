using System.Net;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.PyPI;

/// <summary>What an index lists and does not have: what the mirror needs is an error, and the rest it does without and says so.</summary>
[TestClass]
public sealed class AbsentFilesTests
{
    private const string Wheel = "index.example/files/app/app-1.0-py3-none-any.whl";

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(HttpStatusCode.Gone)]
    [DataRow(HttpStatusCode.Forbidden)]
    [DataRow(HttpStatusCode.Unauthorized)]
    public async Task Metadata_that_is_promised_and_absent_is_made_from_the_wheel(HttpStatusCode status)
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        var wheel = IndexFile.Wheel("app");
        mirror.Serve("app", wheel);
        mirror.Faults[Wheel + ".metadata"] = status;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.Contains(DiagnosticCodes.MetadataAbsent, mirror.Log.Warnings.Select(w => w.Code));
        AssertMetadata(mirror, wheel.Metadata!);
    }

    [TestMethod]
    public async Task Metadata_that_is_something_else_is_made_from_the_wheel()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        var wheel = IndexFile.Wheel("app");
        mirror.Serve("app", wheel with { Metadata = "something else"u8.ToArray() });

        Assert.IsNull(await mirror.SyncAsync());

        AssertMetadata(mirror, wheel.Metadata!);
    }

    [TestMethod]
    public async Task What_is_known_to_be_absent_is_not_asked_for_again_unless_nothing_is_trusted()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror.Serve("app", IndexFile.Wheel("app") with { Attributes = "data-core-metadata=\"true\"" });
        mirror.Faults[Wheel + ".metadata"] = HttpStatusCode.NotFound;
        Assert.IsNull(await mirror.SyncAsync());
        mirror.Requests.Clear();
        var before = mirror.Head;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["index.example/simple/app/"], mirror.Requests);
        Assert.AreSequenceEqual(before.Keys.Order(), mirror.Head.Keys.Order());
        mirror.Faults.Clear();
        Assert.IsNull(await mirror.SyncAsync(distrust: true));
        Assert.Contains(Wheel + ".metadata", mirror.Requests);
    }

    [TestMethod]
    public async Task Metadata_that_is_absent_beside_sources_is_not_promised()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror["JsonApi"] = "false";
        mirror.Serve("app", new IndexFile("app-1.0.tar.gz", "sources"u8.ToArray()) { Attributes = "data-core-metadata=\"true\"" });

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["app-1.0.tar.gz"], mirror.Packages);
        Assert.DoesNotContain("core-metadata", mirror.Text("simple/app/index.html"));
        Assert.DoesNotContain("core-metadata", mirror.Text("simple/app/index.v1_json"));
    }

    [TestMethod]
    public async Task Metadata_without_end_is_absent()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        var wheel = IndexFile.Wheel("app");
        mirror["JsonApi"] = "false";
        mirror.Serve("app", wheel with { Metadata = new byte[(16 << 20) + 1], Attributes = "data-core-metadata=\"true\"" });

        Assert.IsNull(await mirror.SyncAsync());

        AssertMetadata(mirror, wheel.Metadata!);
    }

    [TestMethod]
    public async Task Dependencies_are_read_from_the_wheel_if_its_metadata_is_absent()
    {
        using var mirror = new PyPIMirror().Take("Package", "app").Take("PythonVersion", "3.12");
        mirror["IncludeDependencies"] = "true";
        mirror.Serve("app", IndexFile.Wheel("app", "1.0", "lib"));
        mirror.Serve("lib", IndexFile.Wheel("lib"));
        mirror.Faults[Wheel + ".metadata"] = HttpStatusCode.NotFound;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(HttpStatusCode.Forbidden)]
    public async Task A_dependency_whose_page_the_index_refuses_is_one_that_it_does_not_have(HttpStatusCode status)
    {
        using var mirror = new PyPIMirror().Take("Package", "app").Take("PythonVersion", "3.12");
        mirror["IncludeDependencies"] = "true";
        mirror.Serve("app", IndexFile.Wheel("app", "1.0", "lib"));
        mirror.Faults["index.example/simple/lib/"] = status;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.Contains(DiagnosticCodes.DependencyUnmet, mirror.Log.Warnings.Select(w => w.Code));
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_named_project_whose_page_the_index_refuses_is_an_error()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror.Serve("app", IndexFile.Wheel("app"));
        mirror.Faults["index.example/simple/app/"] = HttpStatusCode.Forbidden;

        Assert.AreEqual(DiagnosticCodes.RequestRefused, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task Provenance_that_is_refused_is_left_out()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror.Serve("app", IndexFile.Wheel("app") with { Attributes = "data-provenance=\"https://index.example/integrity/app\"" });
        mirror.Faults["index.example/integrity/app"] = HttpStatusCode.Forbidden;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.DoesNotContain("provenance", mirror.Text("simple/app/index.html"));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4908")]
    public async Task A_bad_file_is_left_out_of_the_pages_until_it_is_whole()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror["KeepVersions"] = "1";
        mirror["OnBadPackage"] = "leaveOut";
        mirror.Serve("app", IndexFile.Wheel("app", "1.0"), IndexFile.Wheel("app", "2.0"));
        mirror.Faults["index.example/files/app/app-2.0-py3-none-any.whl"] = HttpStatusCode.NotFound;

        Assert.AreEqual(DiagnosticCodes.PackagesLeftOut, await mirror.SyncAsync());

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.DoesNotContain("app-2.0", mirror.Text("simple/app/index.html"));
        Assert.Contains("app-2.0", string.Join(' ', mirror.Log.Warnings.Select(w => w.Message)));

        mirror.Faults.Clear();
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["app-2.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    public async Task A_bad_file_is_an_error_if_nothing_else_is_said()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror.Serve("app", IndexFile.Wheel("app"));
        mirror.Faults[Wheel] = HttpStatusCode.NotFound;

        Assert.AreEqual(DiagnosticCodes.Incomplete, await mirror.SyncAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5326")]
    [DataRow("Metadata-Version: 2.2\nName: app\nVersion: 1.0\nDynamic: Requires-Dist\n", true)]
    [DataRow("Metadata-Version: 1.1\nName: app\nVersion: 1.0\n", true)]
    [DataRow("Metadata-Version: 2.2\nName: app\nVersion: 1.0\n", false)]
    public async Task Sources_that_do_not_say_what_they_need_are_named(string information, bool isNamed)
    {
        using var mirror = new PyPIMirror().Take("Package", "app").Take("PythonVersion", "3.12");
        mirror["IncludeDependencies"] = "true";
        var sources = new IndexFile("app-1.0.zip", new ZipWriter().Add("app-1.0/PKG-INFO", System.Text.Encoding.UTF8.GetBytes(information)).ToArray());
        mirror.Serve("app", sources);
        mirror.Serve("lib", IndexFile.Wheel("lib"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(isNamed ? [DiagnosticCodes.DependenciesDynamic] : Array.Empty<string>(), mirror.Log.Warnings.Select(w => w.Code));
        Assert.IsNull(await mirror.Take("Package", "lib").SyncAsync());
        Assert.Contains("lib-1.0-py3-none-any.whl", mirror.Packages);
        mirror.Serve("app", sources, IndexFile.Wheel("app"));
        mirror["PackageTypes"] = "wheel";
        Assert.IsNull(await mirror.SyncAsync());
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    private static void AssertMetadata(PyPIMirror mirror, byte[] expected)
    {
        var entry = mirror.Head.Values.Single(e => e.Path.EndsWith(".metadata", StringComparison.Ordinal));
        Assert.AreEqual(PyPIMirror.Digest(expected), entry.Sha256.ToString());
        Assert.Contains($"data-core-metadata=\"sha256={entry.Sha256}\"", mirror.Text("simple/app/index.html"));
        Assert.Contains($"\"core-metadata\":{{\"sha256\":\"{entry.Sha256}\"}}", mirror.Text("simple/app/index.v1_json"));
        Assert.AreEqual(FileRole.File, entry.Role);
    }
}
