using System.Text;
using Chantal.Core.Tests.PyPI;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Policy;

/// <summary>What may enter a mirror of a Python index, whatever asks for it.</summary>
[TestClass]
public sealed class PyPIPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 20, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task A_young_version_is_left_out_and_an_older_one_is_taken_in_its_place()
    {
        using var mirror = Mirror().Take("Package", "tool");
        mirror["KeepVersions"] = "1";
        Serve(mirror, "tool", ("1.0", -100, []), ("2.0", -1, []));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.AreSequenceEqual(["held tool 2.0"], mirror.Policy);
        Assert.AreEqual(Now.AddDays(6), mirror.ChangesNext);
        Assert.DoesNotContain("tool-2.0", mirror.Text("simple/tool/index.html"));

        mirror.Now = Now.AddDays(6);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["tool-2.0-py3-none-any.whl"], mirror.Packages);
        Assert.IsEmpty(mirror.Policy);
        Assert.IsNull(mirror.ChangesNext);
    }

    [TestMethod]
    public async Task Dependencies_fall_back_to_an_older_version_too()
    {
        using var mirror = Mirror().Take("Package", "tool").Take("PythonVersion", "3.12");
        mirror["IncludeDependencies"] = "true";
        Serve(mirror, "tool", ("1.0", -100, ["lib>=1"]));
        Serve(mirror, "lib", ("1.0", -100, []), ("2.0", -1, []));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["lib-1.0-py3-none-any.whl", "tool-1.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    public async Task Requirements_patterns_and_whole_indices_do_not_get_around_it()
    {
        foreach (var way in (string[])["exact", "requirements", "pattern", "all"])
        {
            using var mirror = Mirror();
            Serve(mirror, "tool", ("1.0", -100, []), ("2.0", -1, []));
            switch (way)
            {
                case "exact":
                    mirror.Take("Package", "tool", ("Version", "==2.0"));
                    break;
                case "requirements":
                    mirror.Take("Requirements", mirror.Write("requirements.txt", "tool==2.0\n"));
                    break;
                case "pattern":
                    mirror.Take("Package", "to*");
                    break;
                default:
                    mirror["IncludeAll"] = "true";
                    break;
            }

            // Who asks for just this version is told why it is not there, and until when.
            var isExact = way is "exact" or "requirements";
            Assert.AreEqual(isExact ? DiagnosticCodes.RequirementUnmet : null, await mirror.SyncAsync(), way);
            if (isExact)
            {
                Assert.Contains("2.0 is held until 2026-01-26 12:00 UTC", mirror.Error!.Message);
            }
            else
            {
                Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl"], mirror.Packages, way);
            }

            mirror.Now = Now.AddDays(6);
            Assert.IsNull(await mirror.SyncAsync(), way);
            Assert.Contains("tool-2.0-py3-none-any.whl", mirror.Packages, way);
        }
    }

    [TestMethod]
    public async Task Allow_lets_one_version_in_and_Block_keeps_one_out_in_the_spelling_of_the_index()
    {
        using var mirror = Mirror().Take("Package", "my-tool");
        mirror.Take("Allow", "My_Tool", ("Version", "2.0"), ("Reason", "needed today")).Take("Block", "my.tool", ("Version", "<1.0"), ("Reason", "old"));
        Serve(mirror, "my-tool", ("0.9", -200, []), ("1.0", -100, []), ("2.0", -1, []), ("2.1", 0, []));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["my_tool-1.0-py3-none-any.whl", "my_tool-2.0-py3-none-any.whl"], mirror.Packages);
        Assert.AreSequenceEqual(["blocked my-tool 0.9: old", "held my-tool 2.1", "allowed my-tool 2.0: needed today"], mirror.Policy);
    }

    [TestMethod]
    public async Task Where_the_index_states_no_dates_nothing_is_blocked_and_each_project_is_named()
    {
        using var mirror = Mirror().Take("Package", "tool");
        mirror.Serve("tool", IndexFile.Wheel("tool"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.AreSequenceEqual(["undated tool 1.0"], mirror.Policy);

        // What comes later is as old as its first sight.
        mirror.Serve("tool", IndexFile.Wheel("tool"), IndexFile.Wheel("tool", "2.0"));
        mirror.Now = Now.AddDays(1);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.AreEqual(Now.AddDays(8), mirror.ChangesNext);
    }

    [TestMethod]
    public async Task Malicious_versions_and_projects_in_quarantine_are_never_taken()
    {
        using var mirror = Mirror().Take("Package", "tool").Take("Package", "other");
        mirror["MinimumAge"] = "";
        mirror.Take("Advisory", mirror.Write("mal.json", """
            {"schema_version":"1.5.0","id":"MAL-2026-1","modified":"2026-01-01T00:00:00Z","aliases":["GHSA-1"],"affected":[{"package":{"ecosystem":"PyPI","name":"tool"},"versions":["2.0"]}]}
            """));
        Serve(mirror, "tool", ("1.0", -100, []), ("2.0", -1, []));
        Serve(mirror, "other", ("1.0", -100, []));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["other-1.0-py3-none-any.whl", "tool-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.AreSequenceEqual(["malicious tool 2.0: MAL-2026-1"], mirror.Policy);

        mirror["RefuseMalicious"] = "false";
        Assert.IsNull(await mirror.SyncAsync());
        Assert.Contains("tool-2.0-py3-none-any.whl", mirror.Packages);
        Assert.Contains(DiagnosticCodes.MaliciousAccepted, mirror.Log.Warnings.Select(w => w.Code));
    }

    [TestMethod]
    public async Task The_fast_lane_takes_the_fix_of_an_advisory_and_not_what_came_behind_it()
    {
        using var mirror = Mirror().Take("Package", "tool");
        mirror["SecurityFastLane"] = "important";
        mirror.Take("Advisory", mirror.Write("osv.json", """
            {"schema_version":"1.5.0","id":"PYSEC-1","modified":"2026-01-01T00:00:00Z","database_specific":{"severity":"HIGH"},"affected":[{"package":{"ecosystem":"PyPI","name":"tool"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.1"}]}]}]}
            """));
        Serve(mirror, "tool", ("1.0", -100, []), ("1.1", -2, []), ("1.2", -1, []));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl", "tool-1.1-py3-none-any.whl"], mirror.Packages);
        Assert.AreSequenceEqual(["held tool 1.2", "fastlane tool 1.1: PYSEC-1"], mirror.Policy);

        mirror["SecurityFastLane"] = "critical";
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    public async Task A_policy_that_is_not_used_leaves_nothing_behind()
    {
        using var mirror = Mirror().Take("Package", "tool");
        mirror["MinimumAge"] = "";
        Serve(mirror, "tool", ("1.0", -1, []));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.DoesNotContain("chantal-first-seen", mirror.Left);
        Assert.IsEmpty(mirror.Policy);
    }

    private static PyPIMirror Mirror() => new() { Now = Now, ["MinimumAge"] = "7d" };

    // A page in JSON, which states when files were uploaded.
    private static void Serve(PyPIMirror mirror, string project, params (string Version, int Days, string[] Needs)[] releases)
    {
        var files = releases.Select(r => (Release: r, File: IndexFile.Wheel(project.Replace('-', '_'), r.Version, r.Needs))).ToList();
        mirror.Serve(project, [.. files.Select(f => f.File)]);
        var listed = files.Select(f => $$"""
            {"filename":"{{f.File.Name}}","url":"/files/{{project}}/{{f.File.Name}}","hashes":{"sha256":"{{PyPIMirror.Digest(f.File.Content)}}"},"core-metadata":{"sha256":"{{PyPIMirror.Digest(f.File.Metadata!)}}"},"upload-time":"{{Now.AddDays(f.Release.Days):yyyy-MM-ddTHH:mm:ss.ffffffZ}}"}
            """);
        mirror.Json.Add($"index.example/simple/{project}/");
        mirror.Files[$"index.example/simple/{project}/"] = Encoding.UTF8.GetBytes($$"""{"meta":{"api-version":"1.1"},"name":"{{project}}","files":[{{string.Join(',', listed)}}]}""");
    }
}
