using System.Net;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.PyPI;

/// <summary>A whole index is published by project: one that cannot be had stays as it was, and the others go forward.</summary>
[TestClass]
public sealed class HeldBackProjectsTests
{
    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(HttpStatusCode.Forbidden)]
    [DataRow(HttpStatusCode.ServiceUnavailable)]
    public async Task A_project_whose_page_cannot_be_had_stays_as_it_was(HttpStatusCode status)
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror.Faults["index.example/simple/bad/"] = status;

        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        AssertHeldBack(mirror);
        await AssertHealsAsync(mirror);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound)]
    [DataRow(HttpStatusCode.Forbidden)]
    [DataRow(HttpStatusCode.ServiceUnavailable)]
    public async Task A_project_of_which_a_file_cannot_be_had_stays_as_it_was(HttpStatusCode status)
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror.Faults["index.example/files/bad/bad-2.0-py3-none-any.whl"] = status;

        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        AssertHeldBack(mirror);
        await AssertHealsAsync(mirror);
    }

    [TestMethod]
    public async Task A_page_that_is_malformed_keeps_the_one_before()
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror.Files["index.example/simple/bad/"] = Encoding.UTF8.GetBytes("<a href=\"..%2fevil-1.0.tar.gz\">x</a>");

        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        AssertHeldBack(mirror);
    }

    [TestMethod]
    public async Task A_file_that_is_weakly_hashed_holds_its_project_back()
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror.Serve("bad", IndexFile.Wheel("bad"), IndexFile.Wheel("bad", "2.0") with { Fragment = "" });

        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        AssertHeldBack(mirror);
    }

    [TestMethod]
    public async Task A_project_that_was_never_had_is_missing_and_named()
    {
        using var mirror = Whole();
        mirror.Serve("good", IndexFile.Wheel("good"));
        mirror.Serve("bad", IndexFile.Wheel("bad"));
        mirror.Faults["index.example/simple/bad/"] = HttpStatusCode.ServiceUnavailable;

        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        Assert.AreSequenceEqual(["good-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.DoesNotContain("bad", mirror.Text("simple/index.html"));
    }

    [TestMethod]
    public async Task A_changed_definition_keeps_what_is_published_of_a_project_that_cannot_be_had()
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror["JsonApi"] = "true";
        mirror.Faults["index.example/files/bad/bad-2.0-py3-none-any.whl"] = HttpStatusCode.NotFound;

        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        AssertHeldBack(mirror);
    }

    [TestMethod]
    public async Task A_bad_file_is_all_that_is_left_out_if_the_definition_says_so()
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror["OnBadPackage"] = "leaveOut";
        mirror.Serve("bad", IndexFile.Wheel("bad"), IndexFile.Wheel("bad", "2.0"), IndexFile.Wheel("bad", "3.0"));
        mirror.Faults["index.example/files/bad/bad-2.0-py3-none-any.whl"] = HttpStatusCode.NotFound;

        Assert.AreEqual(DiagnosticCodes.PackagesLeftOut, await mirror.SyncAsync());

        Assert.AreSequenceEqual(["bad-1.0-py3-none-any.whl", "bad-3.0-py3-none-any.whl", "good-1.0-py3-none-any.whl", "good-2.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5320")]
    public async Task A_project_that_is_left_out_holds_nothing_up()
    {
        using var mirror = await WithTwoAsync();
        mirror.Serve("good", IndexFile.Wheel("good"), IndexFile.Wheel("good", "2.0"));
        mirror.Faults["index.example/simple/bad/"] = HttpStatusCode.ServiceUnavailable;
        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        Assert.IsNull(await mirror.Take("ExcludePackage", "bad").SyncAsync());

        Assert.AreSequenceEqual(["good-1.0-py3-none-any.whl", "good-2.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    public async Task What_a_whole_index_held_back_is_forgotten_when_projects_are_named()
    {
        using var mirror = await WithTwoAsync();
        NewReleases(mirror);
        mirror.Faults["index.example/files/bad/bad-2.0-py3-none-any.whl"] = HttpStatusCode.NotFound;
        Assert.AreEqual(DiagnosticCodes.ProjectsHeldBack, await mirror.SyncAsync());

        mirror["IncludeAll"] = "";
        Assert.IsNull(await mirror.Take("Package", "good").SyncAsync());
    }

    [TestMethod]
    public async Task If_very_many_fail_nothing_is_published()
    {
        using var mirror = Whole();
        for (var at = 0; at < 30; at++)
        {
            mirror.Serve($"p{at}", IndexFile.Wheel($"p{at}"));
        }

        Assert.IsNull(await mirror.SyncAsync());
        var before = mirror.Head.Keys.Order().ToList();
        for (var at = 0; at < 30; at++)
        {
            mirror.Serve($"p{at}", IndexFile.Wheel($"p{at}"), IndexFile.Wheel($"p{at}", "2.0") with { Fragment = at < 25 ? "" : null });
        }

        Assert.AreEqual(DiagnosticCodes.TooManyProjectsFailed, await mirror.SyncAsync());

        Assert.AreSequenceEqual(before, mirror.Head.Keys.Order());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Deletions_are_counted_after_an_edit_and_without_trust_too(bool distrust)
    {
        using var mirror = Whole();
        for (var at = 0; at < 12; at++)
        {
            mirror.Serve($"p{at}", IndexFile.Wheel($"p{at}"));
        }

        Assert.IsNull(await mirror.SyncAsync());
        mirror.Files.Remove("index.example/simple/p1/");
        mirror.Files.Remove("index.example/simple/p2/");
        mirror.Serve("p0", IndexFile.Wheel("p0"));
        mirror["JsonApi"] = "true";

        Assert.AreEqual(DiagnosticCodes.TooManyRemovals, await mirror.SyncAsync(distrust: distrust));

        // What a filter leaves out is not gone from the index.
        mirror.Serve("p1", IndexFile.Wheel("p1"));
        mirror.Serve("p2", IndexFile.Wheel("p2"));
        mirror.Take("ExcludePackage", "p1").Take("ExcludePackage", "p2");
        Assert.IsNull(await mirror.SyncAsync(distrust: distrust));
        Assert.HasCount(10, mirror.Packages);
    }

    private static PyPIMirror Whole()
    {
        var mirror = new PyPIMirror();
        mirror["IncludeAll"] = "true";
        return mirror;
    }

    private static async Task<PyPIMirror> WithTwoAsync()
    {
        var mirror = Whole();
        mirror.Serve("good", IndexFile.Wheel("good"));
        mirror.Serve("bad", IndexFile.Wheel("bad"));
        Assert.IsNull(await mirror.SyncAsync());
        return mirror;
    }

    private static void NewReleases(PyPIMirror mirror)
    {
        mirror.Serve("good", IndexFile.Wheel("good"), IndexFile.Wheel("good", "2.0"));
        mirror.Serve("bad", IndexFile.Wheel("bad"), IndexFile.Wheel("bad", "2.0"));
    }

    private static void AssertHeldBack(PyPIMirror mirror)
    {
        Assert.AreSequenceEqual(["bad-1.0-py3-none-any.whl", "good-1.0-py3-none-any.whl", "good-2.0-py3-none-any.whl"], mirror.Packages);
        Assert.Contains("bad-1.0", mirror.Text("simple/bad/index.html"));
        Assert.DoesNotContain("bad-2.0", mirror.Text("simple/bad/index.html"));
        Assert.Contains("good-2.0", mirror.Text("simple/good/index.html"));
        Assert.Contains("bad/", mirror.Text("simple/index.html"));
    }

    private static async Task AssertHealsAsync(PyPIMirror mirror)
    {
        mirror.Faults.Clear();
        Assert.IsNull(await mirror.SyncAsync());
        Assert.HasCount(4, mirror.Packages);
    }
}
